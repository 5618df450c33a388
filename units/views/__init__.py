"""Pages of the directory, papers, journal, search and account."""
