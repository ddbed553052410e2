"""Methods that notice something in counts: pure functions of arrays, imported by jobs alone. No Django, no database."""
