"""Sharing: the dossier as the unit of access, who has access and why, and the context of a request."""
