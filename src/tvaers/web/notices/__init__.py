"""The pages of notices to housing organisations (boligunderretning)."""
