"""Exported files that are kept, and how they are rendered."""
