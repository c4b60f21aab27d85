"""What the log says of strangers, and how briefly."""

import logging


class WithoutTraceback(logging.Filter):
    """Let what Django refuses for its own safety take a line, not twenty.

    Such requests come from strangers, at any hour: for a host that is not ours, or too
    large. The message says all; where in the code it was noticed helps nobody.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True
