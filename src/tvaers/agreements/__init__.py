"""Agreements: what the parties have signed, from when until when (partnerskabsaftale)."""
