"""What stands before the pages: sizes of requests, headers of answers, and probes."""
