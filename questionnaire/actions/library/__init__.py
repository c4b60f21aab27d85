"""What librarians write: feedback, guidance, views and exports of many plans."""
