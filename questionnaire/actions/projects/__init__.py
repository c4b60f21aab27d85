"""Starting, describing, finishing and moving projects."""
