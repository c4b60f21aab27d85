"""Saving answers, drafts and marks."""
