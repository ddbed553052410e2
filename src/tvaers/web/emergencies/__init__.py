"""Pages of emergency look-ups: making one, what it shows for an hour, its receipt and judgement, the register."""
