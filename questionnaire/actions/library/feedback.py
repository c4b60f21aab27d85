"""Asking the institution’s library to look at a plan, and giving that feedback."""

from django.db import transaction
from django.utils import timezone

from questionnaire.actions.common import open_for_writing, write_event
from questionnaire.actions.notices import notify
from questionnaire.models import FeedbackRequest, User
from questionnaire.permissions import Permission
from questionnaire.queries.library.feedback import librarians_of
from questionnaire.vocabulary import FeedbackState, NoticeKind, Verb


class NoLibrarian(Exception):
    """Nobody serves the project’s institution as a librarian."""


class FeedbackIsAsked(Exception):
    """The library has a request for this plan that waits already."""


class NothingAsked(Exception):
    """No request of this plan waits for the library any more."""


class TakenByAnother(Exception):
    """Another librarian looks at the plan; `librarian` says who."""

    def __init__(self, librarian):
        super().__init__(librarian)
        self.librarian = librarian


@transaction.atomic
def ask_for_feedback(*, project_id, by, message="", due_on=None):
    """Ask the librarians of the institution for feedback; returns the request.

    They are told by mail. Raises permissions.Denied, NoLibrarian and
    FeedbackIsAsked.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_ASK
    ).project
    librarians = list(librarians_of(project))
    if not librarians:
        raise NoLibrarian
    if _open_request(project):
        raise FeedbackIsAsked
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
def withdraw_feedback(*, project_id, by):
    """Take the request back; returns it. Raises permissions.Denied and NothingAsked."""
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_ASK
    ).project
    request = _required(project)
    request.state = FeedbackState.WITHDRAWN
    request.save(update_fields=["state"])
    write_event(project, by=by, verb=Verb.FEEDBACK_WITHDRAWN)
    return request


@transaction.atomic
def take_feedback(*, project_id, by, instead_of=None):
    """Say that one looks at the plan, so that no colleague does the same work.

    `instead_of` is the id of the librarian whom one relieves. Returns the request.
    Raises permissions.Denied, NothingAsked and TakenByAnother.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_GIVE
    ).project
    request = _required(project)
    if request.taken_by_id == by.pk:
        return request
    if request.taken_by_id not in (None, instead_of):
        raise TakenByAnother(request.taken_by)
    request.state = FeedbackState.LOOKED_AT
    request.taken_by, request.taken_at = by, timezone.now()
    request.save(update_fields=["state", "taken_by", "taken_at"])
    write_event(project, by=by, verb=Verb.FEEDBACK_TAKEN)
    return request


@transaction.atomic
def give_feedback(*, project_id, by, reply):
    """Close the request with a `reply`, of which the members are told; returns it.

    Who looks at the plan gives the feedback. Raises permissions.Denied,
    NothingAsked and TakenByAnother.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.FEEDBACK_GIVE
    ).project
    request = _required(project)
    if request.taken_by_id not in (None, by.pk):
        raise TakenByAnother(request.taken_by)
    request.state = FeedbackState.GIVEN
    request.given_by, request.given_at, request.reply = by, timezone.now(), reply
    request.save(update_fields=["state", "given_by", "given_at", "reply"])
    write_event(project, by=by, verb=Verb.FEEDBACK_GIVEN)
    notify(
        NoticeKind.FEEDBACK_GIVEN,
        project=project,
        recipients=User.objects.filter(memberships__project=project).order_by("pk"),
        actor=by,
        message=reply,
    )
    return request


def _open_request(project):
    return (
        project.feedback_requests.filter(
            state__in=(FeedbackState.ASKED, FeedbackState.LOOKED_AT)
        )
        .select_related("taken_by")
        .first()
    )


def _required(project):
    request = _open_request(project)
    if request is None:
        raise NothingAsked
    return request
