"""Outreach (opsøgende arbejde): shifts in the street, what was met there, and that everybody came home. No names."""
