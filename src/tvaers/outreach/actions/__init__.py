"""What is done with shifts: planned, watched over, received from a phone, debriefed."""
