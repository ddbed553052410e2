"""What is written: templates and their versions, assessments, what a second reader says, what was done elsewhere."""
