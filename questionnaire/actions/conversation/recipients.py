"""Notifying people of a comment: members whom it mentions, and participants."""

import re
from collections.abc import Collection, Iterable

from django.db.models import Q

from questionnaire.actions.notices import notify
from questionnaire.models import (
    AnswerVersion,
    Comment,
    InstitutionRole,
    Membership,
    User,
)
from questionnaire.plan.resolution import EMPTY_CONTENT
from questionnaire.vocabulary import NoticeKind


def mention_members(
    comment: Comment, by: User, chosen: Collection[int] = ()
) -> list[User]:
    """Mention members who are chosen or named in the text; returns all of them.

    Those who were not mentioned before are notified.
    """
    members = list(User.objects.filter(memberships__project=comment.project))
    wanted = set(chosen) | _mentioned_in(comment.body, members)
    mentioned = [member for member in members if member.pk in wanted]
    before = set(comment.mentions.values_list("pk", flat=True))
    comment.mentions.add(*mentioned)
    new = [member for member in mentioned if member.pk not in before]
    _notify(NoticeKind.MENTION, comment, by, new)
    return mentioned


def notify_participants(comment: Comment, by: User, *, besides: Iterable[User]) -> None:
    """Notify participants in the thread, and the author of the answer above it."""
    _notify(NoticeKind.COMMENT, comment, by, _participants(comment, besides))


def _mentioned_in(text: str, members: Iterable[User]) -> set[int]:
    """Ids of the members whom the text names as “@Name”, longest names first."""
    by_name = {" ".join(member.name.split()).casefold(): member for member in members}
    names = sorted(filter(None, by_name), key=len, reverse=True)
    if not names:
        return set()
    pattern = rf"(?<!\w)@({'|'.join(map(re.escape, names))})(?!\w)"
    folded = " ".join(text.split()).casefold()
    return {by_name[found[1]].pk for found in re.finditer(pattern, folded)}


def _participants(comment: Comment, besides: Iterable[User]) -> list[User]:
    """Who has commented in the thread, and whose answer it is about.

    Without those who have left the project, or the institution's library, since.
    """
    thread = comment.parent_id or comment.pk
    people = set(
        Comment.objects.filter(Q(pk=thread) | Q(parent=thread)).values_list(
            "author", flat=True
        )
    )
    version = comment.parent.version if comment.parent else comment.version
    if version is not None:
        people.add(version.answer.author_id)
    elif (author_id := _only_author(comment)) is not None:
        people.add(author_id)
    people -= {person.pk for person in besides}
    members = Membership.objects.filter(project=comment.project, user__in=people)
    librarians = InstitutionRole.objects.filter(
        institution=comment.project.institution_id, user__in=people
    )
    return list(
        User.objects.filter(
            pk__in={
                *members.values_list("user", flat=True),
                *librarians.values_list("user", flat=True),
            }
        )
    )


def _only_author(comment: Comment) -> int | None:
    """The id of the one member who has answered the question, if there is one.

    A remark below a single answer is about that answer, whether it says so or not.
    """
    authors = (
        AnswerVersion.objects.filter(
            answer__project=comment.project, answer__question=comment.question
        )
        .current()
        .exclude(content_digest=EMPTY_CONTENT)
        .filter(answer__author__memberships__project=comment.project)
        .order_by("answer__author")
        .values_list("answer__author", flat=True)
        .distinct()[:2]
    )
    found = list(authors)
    return found[0] if len(found) == 1 else None


def _notify(
    kind: NoticeKind, comment: Comment, by: User, recipients: Iterable[User]
) -> None:
    notify(
        kind,
        project=comment.project,
        recipients=recipients,
        actor=by,
        slug=comment.question.slug,
        label=comment.question.label,
        comment=comment.pk,
    )
