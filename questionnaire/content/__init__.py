"""What answers are made of: blocks, prose, tables, and the kinds of parts."""
