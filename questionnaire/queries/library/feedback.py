"""Requests for the library’s feedback: of one plan, and of a whole desk."""

from django.db.models import F

from questionnaire.models import FeedbackRequest, User
from questionnaire.vocabulary import (
    FeedbackState,
    InstitutionRoleName,
    ProjectStatus,
)


def librarians_of(project):
    """Who serves the project’s institution; nobody when it names none."""
    if project.institution_id is None:
        return User.objects.none()
    return User.objects.filter(
        institution_roles__institution=project.institution_id,
        institution_roles__role=InstitutionRoleName.LIBRARIAN,
        is_active=True,
    ).order_by("pk")


def read_requests(project):
    """All requests of a plan, the newest first. One query."""
    return list(
        project.feedback_requests.select_related(
            "asked_by", "taken_by", "given_by"
        ).order_by("-id")
    )


def newest_request(project):
    """The last request of a plan that was not withdrawn, or None. One query."""
    return (
        project.feedback_requests.exclude(state=FeedbackState.WITHDRAWN)
        .select_related("taken_by", "given_by")
        .order_by("-id")
        .first()
    )


def requests_at(access):
    """What waits for the institution’s library, the most urgent first.

    A finished plan needs no feedback any more; one that is being drafted again
    waits for its next review.
    """
    return _with_people(
        FeedbackRequest.objects.filter(
            project__institution=access.institution,
            state__in=(FeedbackState.ASKED, FeedbackState.TAKEN),
        ).exclude(project__status=ProjectStatus.FINISHED)
    )


def first_requests_at(access, count):
    """The most urgent ones: people are joined to these alone. One query."""
    first = requests_at(access).select_related(None).values("pk")[:count]
    return _with_people(FeedbackRequest.objects.filter(pk__in=first))


def _with_people(requests):
    """The most urgent first, each with its project, who asked and who took it."""
    return requests.select_related("project", "asked_by", "taken_by").order_by(
        F("due_on").asc(nulls_last=True), "asked_at", "id"
    )


def given_by_library(access):
    """What the library has given, the newest first."""
    return (
        FeedbackRequest.objects.filter(
            project__institution=access.institution, state=FeedbackState.GIVEN
        )
        .select_related("project", "given_by")
        .order_by("-given_at", "id")
    )
