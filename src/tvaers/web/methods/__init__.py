"""The pages of the method library."""
