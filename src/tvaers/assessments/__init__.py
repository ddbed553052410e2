"""Structured professional assessment: templates that a municipality keeps, and what people conclude in words."""
