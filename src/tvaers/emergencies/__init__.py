"""Emergency look-ups (nødopslag): one person, in danger, for an hour; told at once and judged by others afterwards."""
