"""What pages read, a folder a subject."""
