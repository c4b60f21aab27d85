"""Signing in and up, and the profile."""
