"""What a file of borders says: read, mended, matched. No database, no clock."""
