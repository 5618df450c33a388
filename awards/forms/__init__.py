"""Forms of meetings and polls."""
