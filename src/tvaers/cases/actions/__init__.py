"""Verbs of a case: open, note, review, pause, close."""
