"""Pages about concerns: written down, the queue, triage, letters, imports, erasure."""
