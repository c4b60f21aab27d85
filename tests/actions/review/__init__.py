"""Tests of the actions on reviews."""
