"""Reading whole plans: record (data), document (one language), outline (a list)."""
