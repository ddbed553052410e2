"""Files that somebody sent (filer): made anew by a child process, sealed, and given out as attachments only."""
