"""Files of incidents: which columns may be read, which is which, and each row judged by itself. No database."""
