"""My profile: what others see of me, what my roles let me see, and how I log in."""
