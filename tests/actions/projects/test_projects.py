"""Starting, finishing and reopening a plan."""

import pytest
from django.core.exceptions import ValidationError

from questionnaire.actions.projects.projects import (
    PlanHasGaps,
    create_project,
    describe_project,
    finish_plan,
    reopen_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.models import Event, Membership, Project
from questionnaire.permissions import Forbidden, InvalidState, NoAccess
from questionnaire.plan.record import record_digest
from questionnaire.vocabulary import ProjectStatus, Role


def test_whoever_starts_a_project_is_its_principal_investigator(template, people):
    project = create_project(
        by=people.amina, template=template, title="Lichens", language="fr"
    )

    membership = Membership.objects.get(project=project)
    assert (membership.user, membership.role) == (people.amina, Role.PI)


def test_a_project_that_ends_before_it_starts_is_refused(template, people):
    with pytest.raises(ValidationError):
        create_project(
            by=people.amina,
            template=template,
            title="Lichens",
            language="fr",
            starts_on="2026-04-01",
            ends_on="2026-03-31",
        )
    assert not Project.objects.exists()


def test_a_lone_member_finishes_without_review(project, people):
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    project.refresh_from_db()
    assert edition.number == 1
    assert project.status == ProjectStatus.FINISHED
    verbs = Event.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["project.created", "project.submitted", "project.finished"]


def test_gaps_are_named_before_the_plan_is_finished_with_them(project, people, answer):
    answer("1.1")

    with pytest.raises(PlanHasGaps) as refused:
        finish_plan(project_id=project.pk, by=people.amina)
    assert len(refused.value.labels) == 20
    assert "1.1" not in refused.value.labels
    assert not project.editions.exists()


def test_an_edition_stays_as_it_was_while_the_plan_goes_on(project, people, answer):
    answer("1.1", "<p>Premier texte.</p>")
    first = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    reopen_plan(project_id=project.pk, by=people.amina, reason="A new partner.")
    answer("1.1", "<p>Second texte.</p>", base=1)
    second = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert (first.plan["edition"], second.plan["edition"]) == (1, 2)
    assert text_of(first) == "<p>Premier texte.</p>"
    assert text_of(second) == "<p>Second texte.</p>"
    assert first.sha256 == record_digest(first.plan)


def text_of(edition):
    return edition.plan["sections"][0]["questions"][0]["answers"]["fr"]["content"][
        "answer"
    ]


def test_a_team_cannot_finish_a_plan_that_was_not_reviewed(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)

    with pytest.raises(InvalidState):
        finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)


def test_a_team_finishes_from_review_and_may_go_back_to_drafting(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)

    submit_plan(project_id=project.pk, by=people.paul)
    with pytest.raises(Forbidden):
        return_to_drafting(project_id=project.pk, by=people.paul)
    return_to_drafting(project_id=project.pk, by=people.amina)
    with pytest.raises(InvalidState):
        return_to_drafting(project_id=project.pk, by=people.amina)
    submit_plan(project_id=project.pk, by=people.amina)
    with pytest.raises(PlanHasGaps):
        finish_plan(project_id=project.pk, by=people.amina)

    assert (
        finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True).number
        == 1
    )
    submitted = Event.objects.filter(verb="project.submitted")
    assert submitted.count() == 2


def test_a_contributor_cannot_finish_or_reopen(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)

    with pytest.raises(Forbidden):
        finish_plan(project_id=project.pk, by=people.paul, accept_gaps=True)
    with pytest.raises(Forbidden):
        reopen_plan(project_id=project.pk, by=people.paul, reason="A new partner.")


def test_an_unfinished_plan_cannot_be_reopened(project, people):
    with pytest.raises(InvalidState):
        reopen_plan(project_id=project.pk, by=people.amina, reason="A new partner.")


def test_strangers_cannot_describe_a_project(project, people):
    with pytest.raises(NoAccess):
        describe_project(project_id=project.pk, by=people.omar, title="Mine")


def test_describing_a_project_as_it_is_leaves_no_trace(project, people):
    describe_project(project_id=project.pk, by=people.amina, title=project.title)

    assert not Event.objects.filter(verb="project.edited").exists()
