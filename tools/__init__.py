"""Tools that a developer or the Makefile runs; nothing here is imported by the program."""
