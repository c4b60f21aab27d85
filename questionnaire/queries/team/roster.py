"""The people of a project: members, former members and open invitations."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from questionnaire.models import (
    Answer,
    AnswerVersion,
    Event,
    Invitation,
    Membership,
    Project,
    Question,
    User,
)
from questionnaire.plan.templates import read_template
from questionnaire.plan.unsent import UnsentText, read_unsent
from questionnaire.vocabulary import Role


@dataclass(frozen=True)
class RosterRow:
    """One person’s part in the project."""

    user: User
    membership: Membership | None  # None for a former member
    answered: int
    last_active: datetime | None


@dataclass(frozen=True)
class Roster:
    """Everybody who is, was or is invited to be a member."""

    members: list[RosterRow]
    former: list[RosterRow]
    invitations: list[Invitation]
    questions: int


def read_roster(project: Project, *, with_invitations: bool) -> Roster:
    """The Roster of a project: five queries, and one for invitations.

    Former members are listed when they have answered something.
    """
    memberships = {
        membership.user_id: membership
        for membership in Membership.objects.filter(project=project).select_related(
            "user"
        )
    }
    answered = _answered(project)
    active = dict(
        Event.objects.filter(project=project)
        .order_by()
        .values_list("actor")
        .annotate(newest=Max("at"))
    )
    former = User.objects.filter(pk__in=answered.keys() - memberships.keys())
    return Roster(
        members=[
            RosterRow(
                user=membership.user,
                membership=membership,
                answered=answered.get(user_id, 0),
                last_active=active.get(user_id),
            )
            for user_id, membership in memberships.items()
        ],
        former=[
            RosterRow(
                user=user,
                membership=None,
                answered=answered[user.pk],
                last_active=active.get(user.pk),
            )
            for user in former.order_by("name", "pk")
        ],
        invitations=_invitations(project) if with_invitations else [],
        questions=len(read_template(project.template_id).questions),
    )


def read_principal_investigators(project: Project) -> list[User]:
    """Those who are responsible for the project, by name. One query."""
    return list(
        User.objects.filter(
            memberships__project=project, memberships__role=Role.PI
        ).order_by("name", "pk")
    )


def read_unsent_of(project: Project, author: User) -> list[tuple[Question, UnsentText]]:
    """What this person’s drafts alone hold, in the order of the questions. One query.

    Whoever ends a membership or takes away the right to write should know of it.
    """
    contents = read_template(project.template_id)
    found = read_unsent(project.pk, contents.by_id, author)
    return [
        (question, text)
        for question in contents.questions
        for text in found.get(question.pk, ())
    ]


def _answered(project: Project) -> dict[int, int]:
    """{user id: how many questions they have a version of}.

    Questions that the template no longer asks do not count, but whoever answered
    only such questions is still listed, with 0.
    """
    asked = Q(question__in=read_template(project.template_id).by_id)
    with_text = AnswerVersion.objects.filter(answer__project=project).values("answer")
    return dict(
        Answer.objects.filter(pk__in=with_text)
        .order_by()
        .values_list("author")
        .annotate(questions=Count("question", distinct=True, filter=asked))
    )


def _invitations(project: Project) -> list[Invitation]:
    """Those neither accepted nor withdrawn, newest first."""
    return list(
        Invitation.objects.filter(
            project=project, accepted_at=None, withdrawn_at=None
        ).select_related("invited_by")
    )
