"""Asking the institution’s library for feedback on a plan, and giving it."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.actions.common import members_of, write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict
from questionnaire.models import FeedbackRequest, Project, User
from questionnaire.permissions import Permission
from questionnaire.queries.library.feedback import librarians_of
from questionnaire.vocabulary import FeedbackState, NoticeKind, Verb


class NoLibrarian(Conflict):
    """The project’s institution has no librarian."""

    code = "no_librarian"
    message = gettext_lazy("Your institution has no librarian on this site yet.")


class FeedbackAlreadyRequested(Conflict):
    """There is already an open request for feedback on this plan."""

    code = "feedback_asked"
    message = gettext_lazy("The library was asked already.")


class NoOpenFeedbackRequest(Conflict):
    """There is no open request for feedback on this plan."""

    code = "no_feedback_asked"
    message = gettext_lazy("Nothing waits for the library any more.")


class TakenByColleague(Conflict):
    """Another librarian, `librarian`, has taken the request."""

    code = "feedback_taken"

    def __init__(self, librarian: User) -> None:
        super().__init__(librarian)
        self.librarian = librarian
        self.message = _("%(name)s looks at this plan already.") % {"name": librarian}


@transaction.atomic
def ask_for_feedback(
    *,
    project_id: uuid.UUID,
    by: User,
    message: str = "",
    due_on: datetime.date | None = None,
) -> FeedbackRequest:
    """Ask the librarians of the institution for feedback; returns the request.

    They are notified by mail. Raises NoLibrarian and FeedbackAlreadyRequested.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_ASK
    ).project
    librarians = list(librarians_of(project))
    if not librarians:
        raise NoLibrarian
    if _open_request(project):
        raise FeedbackAlreadyRequested
    request = FeedbackRequest.objects.create(
        project=project, asked_by=by, message=message, due_on=due_on
    )
    write_event(project, by=by, verb=Verb.FEEDBACK_ASKED)
    notify(
        NoticeKind.FEEDBACK_ASKED,
        project=project,
        recipients=librarians,
        actor=by,
        message=message,
        **({"wanted_by": due_on.isoformat()} if due_on else {}),
    )
    return request


@transaction.atomic
def withdraw_feedback(*, project_id: uuid.UUID, by: User) -> FeedbackRequest:
    """Withdraw the request; returns it. Raises NoOpenFeedbackRequest."""
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_ASK
    ).project
    request = _require_open_request(project)
    request.state = FeedbackState.WITHDRAWN
    request.save(update_fields=["state"])
    write_event(project, by=by, verb=Verb.FEEDBACK_WITHDRAWN)
    return request


@transaction.atomic
def take_feedback(
    *, project_id: uuid.UUID, by: User, instead_of: int | None = None
) -> FeedbackRequest:
    """Take the request on oneself, so that no colleague does the same work.

    `instead_of` is the id of the librarian whom one replaces. Returns the request.
    Raises NoOpenFeedbackRequest and TakenByColleague.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_GIVE
    ).project
    request = _require_open_request(project)
    if request.taken_by_id == by.pk:
        return request
    if request.taken_by is not None and request.taken_by_id != instead_of:
        raise TakenByColleague(request.taken_by)
    request.state = FeedbackState.TAKEN
    request.taken_by, request.taken_at = by, timezone.now()
    request.save(update_fields=["state", "taken_by", "taken_at"])
    write_event(project, by=by, verb=Verb.FEEDBACK_TAKEN)
    return request


@transaction.atomic
def give_feedback(*, project_id: uuid.UUID, by: User, reply: str) -> FeedbackRequest:
    """Close the request with a `reply`, of which the members are notified; returns it.

    A request that somebody has taken is closed by that librarian alone. Raises
    NoOpenFeedbackRequest and TakenByColleague.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_GIVE
    ).project
    request = _require_open_request(project)
    if request.taken_by is not None and request.taken_by_id != by.pk:
        raise TakenByColleague(request.taken_by)
    request.state = FeedbackState.GIVEN
    request.given_by, request.given_at, request.reply = by, timezone.now(), reply
    request.save(update_fields=["state", "given_by", "given_at", "reply"])
    write_event(project, by=by, verb=Verb.FEEDBACK_GIVEN)
    notify(
        NoticeKind.FEEDBACK_GIVEN,
        project=project,
        recipients=members_of(project),
        actor=by,
        message=reply,
    )
    return request


def _open_request(project: Project) -> FeedbackRequest | None:
    return (
        project.feedback_requests.filter(
            state__in=(FeedbackState.ASKED, FeedbackState.TAKEN)
        )
        .select_related("taken_by")
        .first()
    )


def _require_open_request(project: Project) -> FeedbackRequest:
    request = _open_request(project)
    if request is None:
        raise NoOpenFeedbackRequest
    return request
