"""The page that searches in texts."""
