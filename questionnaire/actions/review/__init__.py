"""Deciding which answers the plan carries, and asking for changes."""
