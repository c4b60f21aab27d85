"""Requests for the library’s feedback: for one plan, and for an institution."""

from django.db.models import F, QuerySet

from questionnaire.models import FeedbackRequest, Project, User
from questionnaire.permissions import InstitutionAccess
from questionnaire.vocabulary import (
    FeedbackState,
    InstitutionRoleName,
    ProjectStatus,
)


def librarians_of(project: Project) -> QuerySet[User]:
    """The librarians of the project’s institution; none if it has no institution."""
    if project.institution_id is None:
        return User.objects.none()
    return User.objects.filter(
        institution_roles__institution=project.institution_id,
        institution_roles__role=InstitutionRoleName.LIBRARIAN,
        is_active=True,
    ).order_by("pk")


def read_requests(project: Project) -> list[FeedbackRequest]:
    """All requests for a plan, newest first. One query."""
    return list(
        project.feedback_requests.select_related(
            "asked_by", "taken_by", "given_by"
        ).order_by("-id")
    )


def newest_request(project: Project) -> FeedbackRequest | None:
    """The newest request for a plan that was not withdrawn, or None. One query."""
    return (
        project.feedback_requests.exclude(state=FeedbackState.WITHDRAWN)
        .select_related("taken_by", "given_by")
        .order_by("-id")
        .first()
    )


def open_requests(access: InstitutionAccess) -> QuerySet[FeedbackRequest]:
    """The requests that wait for the institution’s library, most urgent first.

    Those for finished plans are left out; they wait again once the plan is reopened.
    """
    return _by_urgency(
        FeedbackRequest.objects.filter(
            project__in=_projects(access),
            state__in=(FeedbackState.ASKED, FeedbackState.TAKEN),
        ).exclude(project__status=ProjectStatus.FINISHED)
    )


def most_urgent_requests(
    access: InstitutionAccess, count: int
) -> QuerySet[FeedbackRequest]:
    """The first `count` of them; people are joined to these only. One query."""
    first = open_requests(access).select_related(None).values("pk")[:count]
    return _by_urgency(FeedbackRequest.objects.filter(pk__in=first))


def _projects(access: InstitutionAccess) -> QuerySet[Project]:
    return Project.objects.live().filter(institution=access.institution)


def _by_urgency(requests: QuerySet[FeedbackRequest]) -> QuerySet[FeedbackRequest]:
    """Most urgent first, each with its project, who asked and who took it."""
    return requests.select_related("project", "asked_by", "taken_by").order_by(
        F("due_on").asc(nulls_last=True), "asked_at", "id"
    )


def given_feedback(access: InstitutionAccess) -> QuerySet[FeedbackRequest]:
    """The feedback that the library has given, newest first."""
    return (
        FeedbackRequest.objects.filter(
            project__in=_projects(access), state=FeedbackState.GIVEN
        )
        .select_related("project", "given_by")
        .order_by("-given_at", "id")
    )
