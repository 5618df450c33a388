"""Papers of the year, as blocks."""
