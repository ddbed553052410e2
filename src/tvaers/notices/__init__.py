"""Notices to housing organisations (boligunderretning): one resident, one receiver, few words, a short time (R25)."""
