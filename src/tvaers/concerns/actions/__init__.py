"""Verbs of a concern: write down, assess, decide, tell, erase."""
