"""Asking an author for changes, and what becomes of the request.

A request is about one version and stays with it. The author answers it by saving
a newer version (see queries/review/change_requests.py), and the reviewer settles it, or
repeats it with a request about the newer version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.actions.answering.answers import (
    Saved,
    VersionSave,
    restorable_content,
    save_version,
)
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.common import (
    asked_now_with_text,
    next_moment,
    write_question_event,
)
from questionnaire.actions.conversation.comments import (
    clean_body,
    earlier_post,
    found_quote,
    mark_resolved,
)
from questionnaire.actions.opening import open_for_writing
from questionnaire.content.kinds import Content, clean_content
from questionnaire.errors import get_or_refuse
from questionnaire.models import AnswerVersion, Comment, Part, Project, Question, User
from questionnaire.permissions import Forbidden, Permission
from questionnaire.vocabulary import CommentKind, Origin, Verb


@dataclass(frozen=True)
class RequestedChanges:
    """What a reviewer asks the author of a version for.

    `body` is the reason, which every request needs; `quote` a passage of the
    version; `suggestion` the wording proposed for the whole answer, {part key:
    value} by the `parts` of the question. `repeats_id` is a request that was not
    met. `save_id` is a UUID made by the browser.
    """

    question: Question
    parts: Sequence[Part]
    version_id: int
    body: str
    save_id: UUID
    quote: str = ""
    suggestion: Content | None = None
    repeats_id: int | None = None


@transaction.atomic
def request_changes(*, project_id: UUID, by: User, asked: RequestedChanges) -> Comment:
    """Ask the author of a version for changes; returns the Comment.

    A suggestion is kept when it differs from the version. A request that is
    repeated is resolved, and this one takes its place. A retry with the same
    `save_id` gives the request that it made. The author is notified when the review is
    sent (see actions/review/rounds.py).

    Raises ValidationError, NotInTemplate, SaveIdReused and NotFound.
    """
    body, suggestion, question = (
        clean_body(asked.body),
        asked.suggestion,
        asked.question,
    )
    if suggestion is not None:
        suggestion = clean_content(asked.suggestion, asked.parts)
    project = open_for_writing(
        project_id, by=by, permission=Permission.REVIEW_REQUEST_CHANGES
    ).project
    question, _parts, suggestion = asked_now_with_text(
        project, question, asked.parts, suggestion
    )
    kind = CommentKind.CHANGE_REQUEST
    if earlier := earlier_post(asked.save_id, project, question, by, body, kind):
        return earlier
    version = get_or_refuse(
        AnswerVersion.objects.select_related("answer__author"),
        pk=asked.version_id,
        answer__project=project,
        answer__question=question,
    )
    if version.answer.author_id == by.pk:
        raise ValidationError(
            _("This answer is yours: change it yourself."), code="own_answer"
        )
    repeated = None
    if asked.repeats_id is not None:
        repeated = _open_request(project, question, asked.repeats_id)
        mark_resolved(repeated, project, by)
    request = Comment.objects.create(
        project=project,
        question=question,
        version=version,
        quote=found_quote(asked.quote, version, question),
        author=by,
        body=body,
        kind=kind,
        suggestion=suggestion if suggestion != version.content else None,
        repeats=repeated,
        save_id=asked.save_id,
        created_at=next_moment(project),
    )
    write_question_event(
        project,
        by=by,
        verb=Verb.CHANGES_REQUESTED,
        question=question,
        comment=request.pk,
        language=version.answer.language,
        author=version.answer.author_id,
    )
    return request


@transaction.atomic
def accept_suggestion(
    *, project_id: UUID, comment_id: int, by: User, base: int, save_id: UUID
) -> Saved:
    """Save the suggested wording as the next version of one’s own answer.

    `base` is the number of the newest version that the author saw. The request is
    settled by it. Returns answers.Saved. Raises Forbidden for
    somebody else's answer, NewerVersionExists, ValidationError and
    NotFound.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.ANSWER_SAVE_OWN
    ).project
    request = get_or_refuse(
        Comment.objects.change_requests()
        .exclude(suggestion=None)
        .select_related("question__section", "version__answer__question__section"),
        pk=comment_id,
        project=project,
    )
    # A request is always about a version; this one suggests a wording.
    version = cast(AnswerVersion, request.version)
    suggestion = cast(Content, request.suggestion)
    answer = version.answer
    if answer.author_id != by.pk:
        raise Forbidden(Permission.ANSWER_SAVE_OWN)
    own = OwnAnswer.like(answer, by)
    saved = save_version(
        own,
        VersionSave(
            content=restorable_content(suggestion, own.parts),
            save_id=save_id,
            base=base,
            origin=Origin.SUGGESTED,
            sources=[version],
        ),
    )
    if request.accepted_as_id is None:
        request.accepted_as = saved.version
        request.save(update_fields=["accepted_as"])
    project.refresh_from_db(fields=["updated_at"])
    mark_resolved(request, project, by)
    return saved


@transaction.atomic
def close_request(*, project_id: UUID, comment_id: int, by: User) -> Comment:
    """Say that a request is met, or withdrawn; returns it.

    Raises NotFound.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.REVIEW_REQUEST_CHANGES
    ).project
    request = get_or_refuse(
        Comment.objects.change_requests().select_related("question__section"),
        pk=comment_id,
        project=project,
        question__section__template=project.template_id,
    )
    mark_resolved(request, project, by)
    return request


def _open_request(project: Project, question: Question, comment_id: int) -> Comment:
    return get_or_refuse(
        Comment.objects.change_requests().select_related("question__section"),
        pk=comment_id,
        project=project,
        question=question,
        resolved_at=None,
    )
