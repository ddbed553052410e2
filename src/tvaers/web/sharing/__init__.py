"""Pages: share the least that is enough, answer an offer, see who can see something and why."""
