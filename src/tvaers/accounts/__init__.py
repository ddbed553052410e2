"""Accounts: who signs in, with which factors, and the sessions that follow (bruger, session)."""
