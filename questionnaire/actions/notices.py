"""Notifying members by mail of what happened: the only code that writes notices."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from questionnaire import mail
from questionnaire.models import Notice, Project, User
from questionnaire.vocabulary import NoticeKind


def notify(
    kind: NoticeKind,
    *,
    project: Project,
    recipients: Iterable[User],
    actor: User | None,
    **data: Any,
) -> None:
    """Queue a notice to `recipients`, within the transaction of the event.

    `data` is what the mail says and links to. Nobody is notified of their own actions.
    The worker sends the mail after the transaction, so that a failing mail server
    neither blocks nor loses anything.
    """
    notices = Notice.objects.bulk_create(
        Notice(recipient=recipient, project=project, kind=kind, actor=actor, data=data)
        for recipient in recipients
        if recipient != actor
    )
    if notices:
        numbers = [notice.pk for notice in notices]
        transaction.on_commit(partial(mail.send_notices.enqueue, numbers), robust=True)
