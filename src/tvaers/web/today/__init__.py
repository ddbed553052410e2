"""The page Today: what waits for me, in the order of its deadline."""
