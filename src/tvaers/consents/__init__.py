"""Consents: free, specific, informed, and taken back whenever one likes (samtykke, R8)."""
