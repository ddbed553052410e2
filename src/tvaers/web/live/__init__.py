"""Streams: what happens while somebody has a page open, from a process of its own (ADR 0032)."""
