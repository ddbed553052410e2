"""Civil society: an organisation's own volunteers, their agreement, and what stands before they begin."""
