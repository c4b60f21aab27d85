"""How much the log says of what is no fault of the code."""

import logging


class WithoutTraceback(logging.Filter):
    """Let what the message explains take a line, not twenty.

    What Django refuses for its own safety comes from strangers, at any hour: requests
    for a host that is not ours, or too large. Exceptions may say so of themselves by
    an attribute, `is_explained`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        raised = record.exc_info[0] if record.exc_info else None
        if record.name.startswith("django.security.") or getattr(
            raised, "is_explained", False
        ):
            record.exc_info = record.exc_text = None
        return True
