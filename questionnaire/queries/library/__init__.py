"""What the pages of librarians read."""
