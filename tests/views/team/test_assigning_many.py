"""The page that assigns many questions at once."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.models import Assignment, Membership, Notice, User
from questionnaire.vocabulary import Role


@pytest.fixture(autouse=True)
def team(project, people):
    """Paul writes with Amina."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


@pytest.fixture
def url(project):
    return reverse("assign_questions", args=[project.pk])


@pytest.fixture
def assign(as_amina, people, url):
    """A function that sends the form: (**fields)."""

    def send(**fields):
        return as_amina.post(url, {"member": people.paul.pk, **fields}, follow=True)

    return send


def assigned():
    """The labels of what is assigned, in order."""
    return sorted(each.question.label for each in Assignment.objects.all())


def text(response):
    return " ".join(response.content.decode().split())


def test_a_whole_section_and_single_questions_are_assigned_together(assign, people):
    page = text(
        assign(sections=["2"], questions=["naming-conventions", "backup-schedule"])
    )

    assert assigned()[:3] == ["2.1", "2.2", "2.3"]
    assert len(assigned()) == 4
    assert Notice.objects.count() == 1
    assert "4 questions are assigned to Paul Martin." in page


def test_the_address_says_what_is_ticked_already(as_amina, people, url):
    page = as_amina.get(f"{url}?member={people.paul.pk}&section=2").content.decode()

    assert f'<option value="{people.paul.pk}" selected>' in page
    [box] = re.findall(r'<input[^>]*name="sections"[^>]*value="2"[^>]*>', page)
    assert "checked" in box
    assert page.count(" checked") == 1


@pytest.mark.parametrize("query", ["?member=x&section=y", "?member=999&section=99"])
def test_an_address_that_names_nothing_ticks_nothing(as_amina, url, query):
    page = as_amina.get(url + query)
    assert page.status_code == 200
    assert " checked" not in page.content.decode()


def test_nothing_ticked_is_said_at_the_questions(assign):
    page = assign()
    assert page.status_code == 422
    assert "Tick at least one question or section." in text(page)


def test_a_day_that_is_over_is_said_at_its_field_and_what_was_ticked_stays(assign):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page = assign(sections=["2"], due_on=yesterday.isoformat())

    assert page.status_code == 422
    assert "Choose a day that is still to come." in text(page)
    [box] = re.findall(
        r'<input[^>]*name="sections"[^>]*value="2"[^>]*>', page.content.decode()
    )
    assert "checked" in box
    assert assigned() == []


def test_a_member_who_writes_nothing_cannot_be_chosen(assign):
    vera = User.objects.create_user("vera@example.org", name="Vera Viewer")
    Membership.objects.create(project_id=project_of(), user=vera, role=Role.VIEWER)
    page = assign(member=vera.pk, sections=["2"])
    assert page.status_code == 422
    assert "Choose a member who writes answers." in text(page)


def project_of():
    return Membership.objects.values_list("project", flat=True)[0]


def test_the_page_says_who_has_what_already_and_what_is_late(
    as_amina, people, url, assign
):
    assign(sections=["2"])
    assert "assigned to Paul Martin" in text(as_amina.get(url))
    past = timezone.localdate() - datetime.timedelta(days=3)
    Assignment.objects.update(due_on=past)
    assert "late: Paul Martin, due on" in text(as_amina.get(url))


def test_the_overview_leads_to_it_by_section_and_by_member(
    as_amina, people, project, url
):
    overview = reverse("project_overview", args=[project.pk])
    assert f'href="{url}?section=2"' in as_amina.get(overview).content.decode()
    members = as_amina.get(f"{overview}?view=members").content.decode()
    assert f'href="{url}?member={people.paul.pk}"' in members


def test_what_is_late_is_shown_where_an_assignment_is_shown(
    as_amina, project, assign, people, answer
):
    past = timezone.localdate() - datetime.timedelta(days=3)
    assign(questions=["naming-conventions"])
    Assignment.objects.update(due_on=past)
    question = Assignment.objects.get().question
    overview = reverse("project_overview", args=[project.pk])
    pages = [
        overview,
        reverse("team_answers", args=[project.pk, question.slug]),
        f"{overview}?view=members",
    ]

    for page in pages:
        assert re.search(r"\blate\b", text(as_amina.get(page))), page
    answer(question.label, by=people.paul)
    for page in pages:
        assert not re.search(r"\blate\b", text(as_amina.get(page))), page


@pytest.mark.parametrize("colleagues", [1, 7])
def test_the_page_costs_nine_queries(
    as_amina, project, url, colleagues, django_assert_num_queries
):
    for number in range(colleagues):
        user = User.objects.create_user(f"m{number}@example.org", name=f"M {number}")
        Membership.objects.create(project=project, user=user, role=Role.CONTRIBUTOR)
    # open comments, wordings, decisions, drafts and marks, members, assignments
    with django_assert_num_queries(9):
        as_amina.get(url)
