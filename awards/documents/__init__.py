"""Papers of meetings, polls and the year."""
