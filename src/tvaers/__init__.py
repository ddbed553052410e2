"""Tværs: software for crime-prevention partnerships of several municipalities and their police."""
