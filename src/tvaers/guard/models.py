"""The guard has no tables of Django's; this module lets Django announce the end of its migrations."""
