"""Template tags of the method library."""
