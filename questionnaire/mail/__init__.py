"""Mail about projects: its tasks, who is written to, what it says, where it leads."""

from questionnaire.mail.tasks import (
    MailNotSent,
    retry_unsent,
    send_digests,
    send_export_ready,
    send_invitation,
    send_librarian_role,
    send_notices,
)

# Tasks that were queued before an upgrade are found by the name they had then.
send_role_letter = send_librarian_role

__all__ = [
    "MailNotSent",
    "retry_unsent",
    "send_digests",
    "send_export_ready",
    "send_invitation",
    "send_librarian_role",
    "send_notices",
    "send_role_letter",
]
