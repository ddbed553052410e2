"""The pages of plans of conflicts."""
