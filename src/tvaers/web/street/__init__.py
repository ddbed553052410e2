"""Pages of outreach (Gaden): shifts, who waits for a team, what was met; and the log that works without a network."""
