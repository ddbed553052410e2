"""Verbs of incidents: files read in, days scanned, signals decided, what is old erased."""
