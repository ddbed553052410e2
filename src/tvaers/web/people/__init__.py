"""Pages about people: finding, registering, changing, the person's page, who has looked, doubles."""
