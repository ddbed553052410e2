"""The demonstration: invented people, generated data, and the one command that starts it all."""
