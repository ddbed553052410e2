"""The local picture (lokalbilledet): what happens in the areas, never about a person, each thing with an end."""
