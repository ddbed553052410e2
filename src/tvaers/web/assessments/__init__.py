"""Pages of the assessments in a case: filled section by section, signed, read by a second reader, compared."""
