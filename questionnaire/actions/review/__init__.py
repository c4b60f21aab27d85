"""Deciding which answers go into the plan, and requesting changes."""
