"""Commands that load and list what is invented."""
