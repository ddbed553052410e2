"""Concerns: what somebody worries about, from its arrival to a decision (bekymringshenvendelse)."""
