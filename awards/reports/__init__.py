"""Tables of meetings and polls: one row source for page and paper."""
