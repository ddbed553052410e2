"""Plans of conflicts: what is done, said and seen while there is unrest in an area, until it is normal again."""
