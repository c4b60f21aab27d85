"""Unsent text of forms other than those of answers."""
