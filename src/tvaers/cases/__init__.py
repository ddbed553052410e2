"""Cases: the work around one young person, from a reason to an end (forløb)."""
