"""Giving files out (filer); where one is added or removed belongs to the journey that it is part of."""
