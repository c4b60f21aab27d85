"""Importing files: each is read, checked completely, and passed to an action."""
