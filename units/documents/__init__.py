"""What every paper of a unit carries."""
