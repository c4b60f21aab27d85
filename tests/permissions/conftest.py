"""Accounts with every relation to a project."""

import uuid

import pytest

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Institution,
    InstitutionRole,
    Invitation,
    User,
)
from questionnaire.vocabulary import Role
from tests.permissions.table import PEOPLE


@pytest.fixture
def everybody(project, people, institution, answer):
    """{person: account} around Amina's project, which has an edition."""
    first = answer("1.1", "<p>Canari.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    everybody = {
        "anonymous": None,
        "pi": people.amina,
        "contributor": people.paul,
        "librarian_same": people.louise,
        "outsider": people.omar,
    }
    for person in PEOPLE.keys() - everybody.keys():
        everybody[person] = User.objects.create_user(
            f"{person}@example.org", name=person
        )

    def change(person, **fields):
        for name, value in fields.items():
            setattr(everybody[person], name, value)
        everybody[person].save()

    def join(person, role, where=project):
        return where.memberships.create(user=everybody[person], role=role)

    join("contributor", Role.CONTRIBUTOR)
    join("viewer", Role.VIEWER)
    join("former_member", Role.CONTRIBUTOR).delete()
    join("deactivated_account", Role.PI)
    change("deactivated_account", is_active=False)
    change("site_admin", is_staff=True)
    change("claimed_institution", institution_claimed=institution.name_fr)
    invite_to(project, everybody["invited_not_accepted"].email, people.amina)
    appoint(everybody["dismissed_librarian"], institution).delete()
    appoint(
        everybody["librarian_other"],
        Institution.objects.create(name_fr="Ailleurs", name_en="Afar"),
    )
    create_project(
        by=everybody["pi_of_other_project"],
        template=project.template,
        title="Autre",
        language="fr",
        institution=institution,
    )
    _let_all_have_written(first, everybody)
    return everybody


def _let_all_have_written(first, everybody):
    """Give everybody an answer, for pages that show one's own."""
    answer = first.answer
    for user in everybody.values():
        if user and user != answer.author:
            AnswerVersion.objects.create(
                answer=Answer.objects.create(
                    project=answer.project,
                    question=answer.question,
                    author=user,
                    language=answer.language,
                ),
                number=1,
                content=first.content,
                content_digest=first.content_digest,
                save_id=uuid.uuid4(),
            )


def appoint(user, institution):
    return InstitutionRole.objects.create(
        user=user, institution=institution, role="librarian"
    )


def invite_to(project, email, by):
    return Invitation.objects.create(
        project=project,
        email=email,
        role=Role.CONTRIBUTOR,
        language="fr",
        token_digest=uuid.uuid4().hex,
        invited_by=by,
        expires_at="2099-01-01T00:00Z",
    )
