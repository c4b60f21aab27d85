"""What pages read, one folder per subject."""
