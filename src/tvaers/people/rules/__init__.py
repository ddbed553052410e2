"""Pure rules about people's numbers, names and telephones."""
