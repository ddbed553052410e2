"""Commands of the guard."""
