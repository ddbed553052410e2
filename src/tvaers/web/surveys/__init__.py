"""The pages of the surveys of safety."""
