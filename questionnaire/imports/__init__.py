"""Files that come in: each is read, checked whole, and handed to an action."""
