"""What is done at meetings."""
