"""The plan read whole: record (data), document (one language), outline (a list)."""
