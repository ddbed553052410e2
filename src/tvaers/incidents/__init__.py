"""Coded incidents by area and time, without persons (hændelser), and what a method notices in them (tidligt varsel)."""
