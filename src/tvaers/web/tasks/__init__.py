"""Pages: my tasks, those I gave, offers to me, and one task alone – for an owner elsewhere nothing but the task."""
