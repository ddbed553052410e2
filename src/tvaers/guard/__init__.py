"""The database's own guard: roles, the signed context, table classes and their policies."""
