"""Writing comments, and noting visits."""
