"""Searching in the texts of the reader's own dossiers (søgning)."""
