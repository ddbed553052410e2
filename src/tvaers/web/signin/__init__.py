"""Signing in: password and code, invitations, whom one acts for, and what a session's end must not lose."""
