"""Partnerships: the organisations that work together, their units, and who works there in which role."""
