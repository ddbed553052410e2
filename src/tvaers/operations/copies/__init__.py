"""Copies of an installation: how they are sealed, where they lie, how they are made, and how they come back."""
