"""What the pages of comments and of activity read."""
