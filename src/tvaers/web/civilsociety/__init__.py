"""The pages of an organisation's own volunteers (frivillige)."""
