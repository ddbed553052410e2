"""The pages of coded incidents and of what is noticed in them (hændelser, tidlige varsler)."""
