"""What the pages of projects and editions read."""
