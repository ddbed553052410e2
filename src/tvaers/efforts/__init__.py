"""The catalogue of efforts: what can be offered a young person, by whom, where, and its usual steps."""
