"""Pages of meetings, polls and the summary report."""
