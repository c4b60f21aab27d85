"""What waits because of a notice: mentions to be answered, feedback to be read.

Whoever has opened the notice, or marked it as read, has seen to it.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse

from questionnaire.models import Comment, Notice, User
from questionnaire.permissions import Permission, ProjectAccess
from questionnaire.queries.projects.waiting_list import Waiting, WaitingKind
from questionnaire.vocabulary import NoticeKind

_KINDS = {
    NoticeKind.MENTION: WaitingKind.MENTION,
    NoticeKind.FEEDBACK_GIVEN: WaitingKind.FEEDBACK,
}


def read_waiting_notices(
    user: User, accesses: Mapping[uuid.UUID, ProjectAccess]
) -> Iterator[Waiting]:
    """A row for each open mention, and one for the newest feedback in a project.

    `accesses` are the person’s, by project. Two queries at most, none if all notices
    are read.
    """
    if not user.unread_notices:
        return
    notices = list(
        Notice.objects.unread()
        .readable()
        .filter(recipient=user, kind__in=_KINDS, project__archived_at=None)
        .select_related("project", "actor")
        .order_by("-id")
    )
    mentions = [each for each in notices if each.kind == NoticeKind.MENTION]
    words = _open_comments(user, mentions) if mentions else {}
    with_feedback = set()
    for notice in notices:
        if notice.kind == NoticeKind.MENTION:
            access = accesses.get(notice.project_id)
            comment = notice.data.get("comment")
            if access and access.may(Permission.COMMENT_ADD) and comment in words:
                yield _row(notice, words[comment])
        elif notice.project_id not in with_feedback:
            with_feedback.add(notice.project_id)
            yield _row(notice)


def _open_comments(user: User, mentions: Collection[Notice]) -> dict[Any, str]:
    """{comment id: its text} of those that the person has not answered yet.

    Not in threads that are resolved, and not what was hidden. One query.
    """
    answers = Comment.objects.filter(
        author=user, parent=OuterRef("thread"), pk__gt=OuterRef("pk")
    )
    comments = (
        Comment.objects.filter(
            pk__in=[notice.data.get("comment") for notice in mentions], hidden_at=None
        )
        .annotate(
            thread=Coalesce("parent", "pk"),
            settled_at=Coalesce(F("parent__resolved_at"), F("resolved_at")),
        )
        .filter(~Exists(answers), settled_at=None)
    )
    return dict(comments.order_by().values_list("pk", "body"))


def _row(notice: Notice, words: str = "") -> Waiting:
    return Waiting(
        _KINDS[NoticeKind(notice.kind)],
        notice.project,
        reverse("notice", args=[notice.pk]),
        person=notice.actor.name if notice.actor else "",
        words=words,
        label=notice.data.get("label", ""),
        at=notice.created_at,
    )
