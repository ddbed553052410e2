"""Generated worlds: a hundred organisations and up to a million dossiers, for measuring and for nothing else.

Each world is an installation of its own below var/bench: a database, a key store, secrets.
"""
