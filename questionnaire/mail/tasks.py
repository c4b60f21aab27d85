"""Tasks that send mail about projects: at once, or once a day.

Run by the worker (`manage.py db_worker`). What could not be sent stays marked
as unsent, and `manage.py send_notices` tries again. A mail is marked after the
server took it: a crash in between may send one twice, never lose one.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from questionnaire.mail.account_mail import retry_account_mail
from questionnaire.mail.messages import (
    digest_message,
    export_message,
    invitation_message,
    librarian_role_message,
    notice_message,
)
from questionnaire.mail.recipients import is_wanted, wants_export_mail
from questionnaire.mail.sending import raise_if_failed, try_to_send
from questionnaire.models import BulkExport, Institution, Invitation, Notice, User
from questionnaire.vocabulary import BulkExportState, MailRhythm

# What is younger is still in the worker's hands.
RETRY_AFTER = timedelta(minutes=5)


@task()
def send_notices(notice_ids: Sequence[int]) -> None:
    """Send this news to those who want it at once. Raises MailNotSent."""
    waiting = _unsent_notices().filter(pk__in=notice_ids)
    raise_if_failed(_send_one_by_one(waiting))


@task()
def send_invitation(invitation_id: int) -> None:
    """Send the mail of an invitation. Raises MailNotSent."""
    waiting = Invitation.objects.open().filter(pk=invitation_id, mailed_at=None)
    raise_if_failed(_send_invitations(waiting))


@task()
def send_librarian_role(user_id: int, institution_id: int, verb: str) -> None:
    """Notify somebody who serves an institution now, or no longer does.

    Raises MailNotSent.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    institution = Institution.objects.filter(pk=institution_id).first()
    if user is None or institution is None:
        return
    raise_if_failed(not try_to_send(librarian_role_message, user, institution, verb))


@task()
def send_export_ready(export_id: str) -> None:
    """Notify its owner that an export of many plans is ready. Raises MailNotSent."""
    raise_if_failed(_send_exports(_unannounced_exports().filter(pk=export_id)))


def retry_unsent() -> int:
    """Try again what could not be sent; returns how many mails failed."""
    old_enough = timezone.now() - RETRY_AFTER
    invitations = Invitation.objects.open().filter(
        mailed_at=None, sent_at__lt=old_enough
    )
    notices = _unsent_notices().filter(created_at__lt=old_enough)
    exports = _unannounced_exports().filter(finished_at__lt=old_enough)
    return (
        _send_invitations(invitations)
        + _send_one_by_one(notices)
        + _send_exports(exports)
        + retry_account_mail(old_enough)
    )


def send_digests() -> int:
    """Send everybody who wants mail once a day the news since the last one.

    Returns how many mails failed.
    """
    by_person: dict[User, list[Notice]] = {}
    for notice in _unsent_notices().filter(recipient__mail_rhythm=MailRhythm.DAILY):
        by_person.setdefault(notice.recipient, []).append(notice)
    failed = 0
    for person, notices in by_person.items():
        wanted = [notice for notice in notices if is_wanted(notice)]
        if not wanted or try_to_send(digest_message, person, wanted):
            _mark_sent(notices)
        else:
            failed += 1
    return failed


def _unsent_notices() -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at=None).select_related(
        "recipient", "actor", "project"
    )


def _send_one_by_one(notices: Iterable[Notice]) -> int:
    """Send each notice by itself; returns how many mails failed."""
    failed = 0
    for notice in notices:
        if not is_wanted(notice):
            _mark_sent([notice])
        elif notice.recipient.mail_rhythm == MailRhythm.DAILY:
            continue
        elif try_to_send(notice_message, notice):
            _mark_sent([notice])
        else:
            failed += 1
    return failed


def _send_invitations(invitations: QuerySet[Invitation]) -> int:
    failed = 0
    for invitation in invitations.select_related("project", "invited_by"):
        if try_to_send(invitation_message, invitation):
            # A resent invitation waits for its own mail.
            Invitation.objects.filter(
                pk=invitation.pk, token_digest=invitation.token_digest
            ).update(mailed_at=timezone.now())
        else:
            failed += 1
    return failed


def _unannounced_exports() -> QuerySet[BulkExport]:
    return BulkExport.objects.filter(
        state=BulkExportState.DONE, mailed_at=None, expires_at__gt=timezone.now()
    ).select_related("owner", "institution")


def _send_exports(exports: Iterable[BulkExport]) -> int:
    failed = 0
    for export in exports:
        if not wants_export_mail(export) or try_to_send(export_message, export):
            BulkExport.objects.filter(pk=export.pk).update(mailed_at=timezone.now())
        else:
            failed += 1
    return failed


def _mark_sent(notices: Iterable[Notice]) -> None:
    numbers = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=numbers).update(sent_at=timezone.now())
