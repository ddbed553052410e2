"""What an operator does with an installation: set up, check, serve, upgrade, back up, restore."""
