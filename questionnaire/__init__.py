"""Data management plans, answered in teams, in French and in English."""

__version__ = "0.1.0"
