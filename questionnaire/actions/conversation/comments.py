"""Talking about a question: comments, replies, what becomes of them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from questionnaire.actions.common import (
    asked_now,
    earlier_tries,
    next_moment,
    write_question_event,
)
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import get_or_refuse
from questionnaire.lib.text import normalise_newlines, validate_text
from questionnaire.models import (
    AnswerVersion,
    Comment,
    InstitutionRole,
    Membership,
    Project,
    Question,
    User,
)
from questionnaire.permissions import Forbidden, Permission, ProjectAccess
from questionnaire.queries.conversation.quoting import find_passage, version_text
from questionnaire.vocabulary import CommentKind, NoticeKind, Verb

LONGEST_COMMENT = 10_000
LONGEST_QUOTE = 2_000


def clean_body(text: str) -> str:
    """The text of a comment as it is stored; raises ValidationError."""
    text = normalise_newlines(text).strip()
    if not text:
        raise ValidationError(_("Write your comment."), code="required")
    if len(text) > LONGEST_COMMENT:
        raise ValidationError(
            _("The comment is too long: %(length)s characters; at most %(limit)s."),
            code="max_length",
            params={"length": len(text), "limit": LONGEST_COMMENT},
        )
    validate_text(text)
    return text


@dataclass(frozen=True)
class CommentPost:
    """Something that is said about a question.

    With `parent_id` it is a reply; with `version_id` it is about that version,
    and `quote` is a passage of it. `mentions` are ids of people; those who are
    not members are passed over. `save_id` is a UUID made by the browser.
    """

    question: Question
    body: str
    save_id: UUID
    parent_id: int | None = None
    version_id: int | None = None
    quote: str = ""
    mentions: Collection[int] = ()


@transaction.atomic
def add_comment(*, project_id: UUID, by: User, post: CommentPost) -> Comment:
    """Say something about a question; returns the Comment.

    Members named in the text as “@Name” are mentioned too. A retry with the same
    `save_id` gives the comment that it made.

    Raises ValidationError, NotInTemplate, SaveIdReused and NotFound.
    """
    body, question = clean_body(post.body), post.question
    access = open_for_writing(project_id, by=by, permission=Permission.COMMENT_ADD)
    project = access.project
    question = asked_now(project, question)
    if earlier := earlier_post(post.save_id, project, question, by, body):
        return earlier
    parent = _thread(project, question, post.parent_id) if post.parent_id else None
    version = (
        _version(access, question, post.version_id, by) if post.version_id else None
    )
    comment = Comment.objects.create(
        project=project,
        question=question,
        version=version,
        quote=found_quote(post.quote, version, question) if version else "",
        author=by,
        body=body,
        parent=parent,
        save_id=post.save_id,
    )
    mentioned = _mention(comment, by, post.mentions)
    notify(
        NoticeKind.COMMENT,
        project=project,
        recipients=_participants(comment, besides=mentioned),
        actor=by,
        slug=question.slug,
        label=question.label,
        comment=comment.pk,
    )
    _write_event(comment, comment.project, by, Verb.COMMENT_ADDED)
    return comment


@transaction.atomic
def edit_comment(*, project_id: UUID, comment_id: int, by: User, body: str) -> Comment:
    """Correct one’s own comment; returns it.

    Raises Forbidden for somebody else’s comment, ValidationError
    and NotFound.
    """
    body = clean_body(body)
    access = open_for_writing(project_id, by=by, permission=Permission.COMMENT_EDIT_OWN)
    comment = _comment(access.project, comment_id, hidden_at=None)
    if comment.author_id != by.pk:
        raise Forbidden(Permission.COMMENT_EDIT_OWN)
    if comment.body != body:
        comment.body, comment.edited_at = body, timezone.now()
        comment.save(update_fields=["body", "edited_at"])
        _mention(comment, by)
        _write_event(comment, comment.project, by, Verb.COMMENT_EDITED)
    return comment


@transaction.atomic
def resolve_comment(*, project_id: UUID, comment_id: int, by: User) -> Comment:
    """Mark a thread as dealt with; returns its first comment.

    Raises NotFound.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.COMMENT_RESOLVE)
    comment = _comment(access.project, comment_id, parent=None)
    if comment.kind == CommentKind.CHANGE_REQUEST:
        # Who asked for changes says whether they are made.
        access.require(Permission.REVIEW_REQUEST_CHANGES)
    mark_resolved(comment, access.project, by)
    return comment


@transaction.atomic
def reopen_comment(*, project_id: UUID, comment_id: int, by: User) -> Comment:
    """Take a thread up again; returns its first comment.

    Raises NotFound.
    """
    access = open_for_writing(project_id, by=by, permission=Permission.COMMENT_RESOLVE)
    comment = _comment(access.project, comment_id, parent=None)
    if comment.resolved_at is not None:
        comment.resolved_at = comment.resolved_by = None
        comment.save(update_fields=["resolved_at", "resolved_by"])
        _write_event(comment, comment.project, by, Verb.COMMENT_REOPENED)
    return comment


@transaction.atomic
def hide_comment(*, project_id: UUID, comment_id: int, by: User) -> Comment:
    """Stop showing a comment to anybody, but that it was there; returns it.

    Raises NotFound.
    """
    access = open_for_writing(
        project_id, by=by, permission=Permission.COMMENT_HIDE_OTHER
    )
    comment = _comment(access.project, comment_id)
    if comment.hidden_at is None:
        comment.hidden_at, comment.hidden_by = timezone.now(), by
        comment.save(update_fields=["hidden_at", "hidden_by"])
        _write_event(comment, comment.project, by, Verb.COMMENT_HIDDEN)
    return comment


def _comment(project: Project, comment_id: int, **conditions: Any) -> Comment:
    return get_or_refuse(
        Comment.objects.select_related("question__section"),
        pk=comment_id,
        project=project,
        question__section__template=project.template_id,
        **conditions,
    )


def earlier_post(
    save_id: UUID,
    project: Project,
    question: Question,
    by: User,
    body: str,
    kind: CommentKind = CommentKind.COMMENT,
) -> Comment | None:
    """The comment that an earlier try of this post made; None when it is the first.

    Raises SaveIdReused when the earlier post was another one.
    """
    made = earlier_tries(
        Comment.objects.filter(save_id=save_id),
        lambda earlier: (
            earlier.project_id == project.pk
            and earlier.question_id == question.pk
            and earlier.author_id == by.pk
            and earlier.body == body
            and earlier.kind == kind
        ),
    )
    return made[0] if made else None


def mark_resolved(comment: Comment, project: Project, by: User) -> None:
    """Say in the trail that a thread of the locked `project` is dealt with, once."""
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = next_moment(project), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        _write_event(comment, project, by, Verb.COMMENT_RESOLVED)


def _thread(project: Project, question: Question, parent_id: int) -> Comment:
    """The first comment of the thread that `parent_id` belongs to."""
    parent = get_or_refuse(
        Comment.objects.select_related("parent"),
        pk=parent_id,
        project=project,
        question=question,
    )
    return parent.parent or parent


def _version(
    access: ProjectAccess, question: Question, version_id: int, by: User
) -> AnswerVersion:
    version = get_or_refuse(
        AnswerVersion.objects.select_related("answer__author"),
        pk=version_id,
        answer__project=access.project,
        answer__question=question,
    )
    if version.answer.author_id != by.pk:
        access.require(Permission.ANSWER_READ_OTHER_MEMBER)
    return version


def found_quote(quote: str, version: AnswerVersion, question: Question) -> str:
    """The passage as it stands in the version; raises ValidationError."""
    validate_text(quote)
    if not quote.strip():
        return ""
    if len(quote) > LONGEST_QUOTE:
        raise ValidationError(
            {
                "quote": _("Quote a shorter passage: at most %(limit)s characters.")
                % {"limit": LONGEST_QUOTE}
            }
        )
    text = version_text(version.content, question.parts.all(), version.answer.language)
    found = find_passage(quote, text)
    if found is None:
        raise ValidationError(
            {
                "quote": _(
                    "These words do not stand in that version. "
                    "Copy them from its text, without a change."
                )
            }
        )
    return found


def _mention(comment: Comment, by: User, chosen: Collection[int] = ()) -> list[User]:
    """Mention members, chosen or named in the text; tell the new ones; all of them."""
    members = list(User.objects.filter(memberships__project=comment.project))
    wanted = set(chosen) | _named_in(comment.body, members)
    mentioned = [member for member in members if member.pk in wanted]
    before = set(comment.mentions.values_list("pk", flat=True))
    comment.mentions.add(*mentioned)
    notify(
        NoticeKind.MENTION,
        project=comment.project,
        recipients=[member for member in mentioned if member.pk not in before],
        actor=by,
        slug=comment.question.slug,
        label=comment.question.label,
        comment=comment.pk,
    )
    return mentioned


def _named_in(text: str, members: Iterable[User]) -> set[int]:
    """Ids of the members whom the text names as “@Name”, the longest name first."""
    by_name = {" ".join(member.name.split()).casefold(): member for member in members}
    names = sorted(filter(None, by_name), key=len, reverse=True)
    if not names:
        return set()
    pattern = rf"(?<!\w)@({'|'.join(map(re.escape, names))})(?!\w)"
    plain = " ".join(text.split()).casefold()
    return {by_name[found[1]].pk for found in re.finditer(pattern, plain)}


def _participants(comment: Comment, besides: Iterable[User]) -> list[User]:
    """Who hears of a comment: those of its thread and the version’s author.

    People who are members no longer, of the project or of its institution's
    library, hear nothing.
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
    people -= {person.pk for person in besides}
    here = Membership.objects.filter(project=comment.project, user__in=people)
    library = InstitutionRole.objects.filter(
        institution=comment.project.institution_id, user__in=people
    )
    return list(
        User.objects.filter(
            pk__in={
                *here.values_list("user", flat=True),
                *library.values_list("user", flat=True),
            }
        )
    )


def _write_event(comment: Comment, project: Project, by: User, verb: Verb) -> None:
    write_question_event(
        project,
        by=by,
        verb=verb,
        question=comment.question,
        comment=comment.pk,
    )
