"""What the librarians’ pages read."""
