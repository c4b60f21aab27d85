"""The plan as a Word document."""
