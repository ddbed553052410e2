"""Files with many concerns: read as text, columns matched to fields, each row judged by itself. No database."""
