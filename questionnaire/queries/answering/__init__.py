"""What the pages of answers and versions read."""
