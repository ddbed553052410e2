"""Ground under every room: clock, ids, keys, queue. Holds no word of the domain."""
