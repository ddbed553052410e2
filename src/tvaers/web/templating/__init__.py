"""The pages on which an authority keeps its templates."""
