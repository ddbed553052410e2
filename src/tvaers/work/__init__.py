"""Work: the clocks that run on what has come in, and the tasks people owe each other (frister, opgaver)."""
