"""Pages: the partnership agreement, its chain, and what it lets the parties do."""
