"""Areas: municipalities, districts and housing areas by name (område)."""
