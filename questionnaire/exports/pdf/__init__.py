"""The plan, and what changed in it, as PDF."""
