"""Mail about projects and accounts: tasks, recipients, wording, links."""

from questionnaire.mail.account_mail import queue_account_mail, send_account_mail
from questionnaire.mail.sending import MailNotSent
from questionnaire.mail.tasks import (
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
    "queue_account_mail",
    "retry_unsent",
    "send_account_mail",
    "send_digests",
    "send_export_ready",
    "send_invitation",
    "send_librarian_role",
    "send_notices",
    "send_role_letter",
]
