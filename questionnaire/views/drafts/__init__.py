"""Keeping what is typed into forms until it is sent."""
