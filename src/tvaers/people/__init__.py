"""People: the young and those around them, each a dossier of one organisation (personer)."""
