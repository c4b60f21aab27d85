"""A team requests feedback from its library, and one librarian gives it."""

from datetime import date

import pytest

from questionnaire.actions.library.feedback import (
    FeedbackAlreadyRequested,
    NoLibrarian,
    NoOpenFeedbackRequest,
    TakenByColleague,
    ask_for_feedback,
    give_feedback,
    take_feedback,
    withdraw_feedback,
)
from questionnaire.actions.projects.projects import (
    finish_plan,
    return_to_drafting,
    submit_plan,
)
from questionnaire.actions.team.members import add_member
from questionnaire.models import Event, InstitutionRole, User
from questionnaire.permissions import (
    Forbidden,
    InstitutionAccess,
    InvalidState,
    ProjectRole,
)
from questionnaire.queries.library.feedback import open_requests


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def reviewed(project, people):
    """Amina’s project with Paul in its team, in review."""
    add_member(project, people.paul, "contributor", by=people.amina)
    submit_plan(project_id=project.pk, by=people.amina)
    return project


@pytest.fixture
def hugo(institution):
    """A second librarian."""
    user = User.objects.create_user("hugo@example.org", name="Hugo Côté")
    InstitutionRole.objects.create(user=user, institution=institution, role="librarian")
    return user


@pytest.fixture
def waiting(institution):
    """The requests that wait at the desk."""
    return lambda: list(
        open_requests(InstitutionAccess(institution, ProjectRole.LIBRARIAN))
    )


def test_librarians_are_notified_of_a_request_and_its_date(
    reviewed, people, hugo, on_commit, mailoutbox
):
    with on_commit():
        ask_for_feedback(
            project_id=reviewed.pk,
            by=people.paul,
            message="Regardez 2.1.",
            due_on=date(2030, 5, 6),
        )

    assert {to for mail in mailoutbox for to in mail.to} == {
        people.louise.email,
        hugo.email,
    }
    to_louise = next(mail for mail in mailoutbox if mail.to == [people.louise.email])
    assert to_louise.subject == (
        "Paul Martin demande l’avis de la bibliothèque\N{NO-BREAK SPACE}: Lichens"
    )
    assert "Regardez 2.1." in to_louise.body
    assert "Souhaité pour le 6 mai 2030." in to_louise.body
    assert f"/projects/{reviewed.pk}/feedback/" in to_louise.body
    # Non-members can't turn off mail about the project.
    assert "/members/" not in to_louise.body
    assert Event.objects.latest("id").verb == "feedback.asked"


def test_a_librarian_who_was_dismissed_before_the_mail_gets_none(
    reviewed, people, on_commit, mailoutbox
):
    with on_commit():
        ask_for_feedback(project_id=reviewed.pk, by=people.amina)
        InstitutionRole.objects.all().delete()

    assert mailoutbox == []


def test_feedback_is_requested_once_at_a_time_and_only_from_a_librarian(
    reviewed, people
):
    ask_for_feedback(project_id=reviewed.pk, by=people.amina)
    with pytest.raises(FeedbackAlreadyRequested):
        ask_for_feedback(project_id=reviewed.pk, by=people.paul)
    withdraw_feedback(project_id=reviewed.pk, by=people.paul)
    with pytest.raises(NoOpenFeedbackRequest):
        withdraw_feedback(project_id=reviewed.pk, by=people.paul)
    InstitutionRole.objects.all().delete()
    with pytest.raises(NoLibrarian):
        ask_for_feedback(project_id=reviewed.pk, by=people.amina)


def test_those_who_write_request_feedback_on_plans_in_review(project, people):
    with pytest.raises(InvalidState):
        ask_for_feedback(project_id=project.pk, by=people.amina)
    submit_plan(project_id=project.pk, by=people.amina)
    with pytest.raises(Forbidden):
        ask_for_feedback(project_id=project.pk, by=people.louise)
    ask_for_feedback(project_id=project.pk, by=people.amina)
    with pytest.raises(Forbidden):
        take_feedback(project_id=project.pk, by=people.amina)


def test_a_second_librarian_learns_who_has_taken_the_request(reviewed, people, hugo):
    ask_for_feedback(project_id=reviewed.pk, by=people.amina)
    take_feedback(project_id=reviewed.pk, by=people.louise)

    with pytest.raises(TakenByColleague) as refused:
        take_feedback(project_id=reviewed.pk, by=hugo)
    assert refused.value.librarian == people.louise
    with pytest.raises(TakenByColleague):
        give_feedback(project_id=reviewed.pk, by=hugo, reply="Bravo.")

    take_feedback(project_id=reviewed.pk, by=hugo, instead_of=people.louise.pk)
    with pytest.raises(TakenByColleague):
        # Her page was out of date: it named nobody to replace, or herself.
        take_feedback(
            project_id=reviewed.pk, by=people.louise, instead_of=people.louise.pk
        )


def test_members_get_the_feedback_by_mail_and_the_request_is_closed(
    reviewed, people, on_commit, mailoutbox, waiting
):
    ask_for_feedback(project_id=reviewed.pk, by=people.amina)
    take_feedback(project_id=reviewed.pk, by=people.louise)
    mailoutbox.clear()
    with on_commit():
        request = give_feedback(
            project_id=reviewed.pk, by=people.louise, reply="Un beau plan."
        )

    assert request.given_by == people.louise
    assert {to for mail in mailoutbox for to in mail.to} == {
        people.amina.email,
        people.paul.email,
    }
    assert all("Un beau plan." in mail.body for mail in mailoutbox)
    assert waiting() == []
    with pytest.raises(NoOpenFeedbackRequest):
        give_feedback(project_id=reviewed.pk, by=people.louise, reply="Encore.")


def test_a_request_waits_while_the_plan_is_drafted_and_ends_with_it(
    reviewed, people, waiting
):
    ask_for_feedback(project_id=reviewed.pk, by=people.amina)
    return_to_drafting(project_id=reviewed.pk, by=people.amina)
    assert len(waiting()) == 1
    with pytest.raises(InvalidState):
        take_feedback(project_id=reviewed.pk, by=people.louise)

    submit_plan(project_id=reviewed.pk, by=people.amina)
    finish_plan(project_id=reviewed.pk, by=people.amina, accept_gaps=True)
    assert waiting() == []


def test_the_most_urgent_request_comes_first(
    reviewed, people, template, institution, waiting
):
    ask_for_feedback(project_id=reviewed.pk, by=people.amina)
    for title, day in (("Plus tard", date(2030, 2, 1)), ("Bientôt", date(2030, 1, 1))):
        project = type(reviewed).objects.create(
            title=title,
            template=template,
            institution=institution,
            language="fr",
            status="in_review",
        )
        add_member(project, people.amina, "pi", by=people.amina)
        ask_for_feedback(project_id=project.pk, by=people.amina, due_on=day)

    assert [each.project.title for each in waiting()] == [
        "Bientôt",
        "Plus tard",
        reviewed.title,
    ]
