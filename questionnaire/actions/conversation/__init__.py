"""Writing comments, and recording visits."""
