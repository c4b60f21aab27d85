"""What is kept of forms that were not sent."""
