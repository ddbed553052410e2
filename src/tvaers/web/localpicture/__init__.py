"""The pages of the local picture: what goes on in the areas, on a map and as a list."""
