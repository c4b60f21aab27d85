"""The overview of a team’s project, my assigned questions, and my own marks."""

import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.team.assignments import assign_question
from questionnaire.models import Comment, Membership, Question, TodoMark, User
from questionnaire.vocabulary import Role
from tests.questions import page_address


@pytest.fixture
def team(project, people):
    """Paul writes with Amina."""
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


def overview(client, project, query=""):
    response = client.get(reverse("project_overview", args=[project.pk]) + query)
    return " ".join(response.content.decode().split())


def first_question(project):
    return Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )


def test_a_lone_member_sees_nothing_of_a_team(as_amina, project, answer):
    answer("1.1")
    for query in ("", "?view=members"):
        page = overview(as_amina, project, query)
        assert 'class="segmented-nav"' not in page
        assert 'class="avatar-group"' not in page
        assert 'class="members-matrix"' not in page
        assert "Read the plan" in page


def test_each_question_says_who_has_answered(as_amina, project, people, team, answer):
    answer("1.1", by=people.paul)
    page = overview(as_amina, project)

    assert "Answered by Paul Martin. Not yet by Amina Diallo." in page
    assert (
        '<span class="avatar avatar--waiting">AD</span><span class="avatar">PM</span>'
        in page
    )


def test_a_question_shows_its_assignees_and_its_discussions(
    as_amina, project, people, team
):
    question = first_question(project)
    assign_question(
        project_id=project.pk, question=question, member=people.paul, by=people.amina
    )
    for _time in range(2):
        Comment.objects.create(
            project=project,
            question=question,
            author=people.paul,
            body="Where?",
            save_id=uuid.uuid4(),
        )
    page = overview(as_amina, project)

    assert "assigned to Paul Martin" in page
    assert "2 open comments" in page


def test_the_table_of_members_has_a_row_for_each_and_the_plan_last(
    as_amina, project, people, team, answer
):
    answer("1.1", by=people.paul)
    page = overview(as_amina, project, "?view=members")

    table = page[page.index("<table") : page.index("</table>")]
    assert table.count('<th scope="row">') == 3
    assert table.index("Amina Diallo") < table.index("Paul Martin")
    assert table.index("Paul Martin") < table.index("The plan")
    assert table.count("no answer") == 41
    assert "1 of 21 answered" in table


def test_a_viewer_reads_no_members_answers(client, project, people, team, answer):
    vera = User.objects.create_user("vera@example.org", name="Vera Viewer")
    Membership.objects.create(project=project, user=vera, role=Role.VIEWER)
    answer("1.1")
    client.force_login(vera)

    page = overview(client, project, "?view=members")
    assert 'class="members-matrix"' not in page
    assert "Answered by" not in page


def test_questions_assigned_to_me_are_on_my_page(client, project, people, team, answer):
    assign_question(
        project_id=project.pk,
        question=first_question(project),
        member=people.paul,
        by=people.amina,
    )
    client.force_login(people.paul)
    page = client.get(reverse("my_questions", args=[project.pk])).content.decode()

    assert "Assigned to me" in page
    assert "0 of 1 answered" in page
    assert "no due date" in page


def mark(client, project, marked="yes", **more):
    question = first_question(project)
    return client.post(
        page_address("marks", project, "1.1") + "?in=en",
        {"part": question.parts.get().key, "marked": marked},
        **more,
    )


def test_a_mark_is_set_seen_and_taken_away(as_amina, project):
    response = mark(as_amina, project)
    assert response.url.endswith("/questions/data-responsibility/?in=en")
    assert "to come back to" in overview(as_amina, project)
    assert "Come back to 1 question<" in overview(as_amina, project)
    page = as_amina.get(reverse("my_questions", args=[project.pk])).content.decode()
    assert "/questions/data-responsibility/?in=en" in page

    mark(as_amina, project, "no")
    assert not TodoMark.objects.exists()


def test_htmx_gets_the_marks_again(as_amina, project):
    part = mark(as_amina, project, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'aria-pressed="true"' in part


def test_a_mark_on_an_unknown_part_is_not_found(as_amina, project):
    url = page_address("marks", project, "1.1")

    assert as_amina.post(url, {"part": "nowhere"}).status_code == 404
    assert as_amina.get(url).status_code == 200


@pytest.mark.parametrize("colleagues", [1, 7])
@pytest.mark.parametrize("versions", [1, 5])
@pytest.mark.parametrize("view", ["", "?view=members"])
def test_the_overview_of_a_team_costs_eleven_queries(
    as_amina,
    project,
    people,
    answer,
    colleagues,
    versions,
    view,
    django_assert_num_queries,
):
    question = first_question(project)
    for number in range(colleagues):
        user = User.objects.create_user(f"m{number}@example.org", name=f"M {number}")
        Membership.objects.create(project=project, user=user, role=Role.CONTRIBUTOR)
        assign_question(
            project_id=project.pk, question=question, member=user, by=people.amina
        )
        for base in range(versions):
            answer("1.1", f"<p>Version {base}.</p>", by=user, base=base)

    # wordings, decisions, own drafts and marks, questions, members, assignments,
    # newest edition, partners
    with django_assert_num_queries(11):
        as_amina.get(reverse("project_overview", args=[project.pk]) + view)


@pytest.mark.parametrize("count", [1, 9])
def test_my_questions_cost_nine_queries(
    as_amina, project, people, team, count, django_assert_num_queries
):
    questions = Question.objects.select_related("section").filter(
        section__template=project.template
    )
    for question in questions[:count]:
        assign_question(
            project_id=project.pk,
            question=question,
            member=people.amina,
            by=people.paul,
        )
    mark(as_amina, project)

    # wordings, decisions, comments, own drafts and marks, assignments, marks
    with django_assert_num_queries(9):
        as_amina.get(reverse("my_questions", args=[project.pk]))


def test_the_plan_says_how_many_words_it_has(as_amina, project, answer):
    url = reverse("plan_read", args=[project.pk])
    assert "0 words" in as_amina.get(url).content.decode()

    answer("1.1", "<p>L’étude de trois villes.</p><ul><li><p>oui</p></li></ul>")
    answer("1.2", f"<p>{'mot ' * 1200}</p>")

    assert "1,205 words" in as_amina.get(url).content.decode()
