"""The log: tickets before a look, what was seen, and what was done. Appended, never changed."""
