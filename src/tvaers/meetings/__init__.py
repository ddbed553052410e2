"""Meetings: people from several organisations around one table, each seeing exactly their part (møder)."""
