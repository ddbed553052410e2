"""The pages of the catalogue of efforts."""
