"""Who has answered what, and the status of each member’s answers."""

import datetime

import pytest
from django.utils import timezone

from questionnaire.actions.answering.marks import mark_part
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.team.assignments import assign_question
from questionnaire.models import Answer, Decision, Draft, Membership, Question, User
from questionnaire.permissions import get_project_access
from questionnaire.queries.projects.my_questions import read_my_questions
from questionnaire.queries.projects.overview import read_overview
from questionnaire.queries.team.answers import read_team_answers
from questionnaire.vocabulary import QuestionStatus, Role


@pytest.fixture
def team(project, people):
    """Paul writes with Amina; Vera reads."""
    vera = User.objects.create_user("vera@example.org", name="Vera Viewer")
    Membership.objects.create(project=project, user=vera, role=Role.VIEWER)
    return Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )


def overview_of(project, user):
    return read_overview(get_project_access(user, project.pk), user, with_team=True)


def task(overview, label):
    return next(
        task
        for section in overview.sections
        for task in section.tasks
        if task.entry.label == label
    )


def row(overview, user):
    found = next(row for row in overview.rows if row.user == user)
    return {cell.entry.label: cell.status for cell in found.cells}


def question(project, label):
    position, number = label.split(".")
    return Question.objects.select_related("section").get(
        section__template=project.template,
        section__position=position,
        number=number,
    )


def test_the_overview_names_who_has_answered_and_who_has_not(
    project, people, team, answer
):
    answer("1.1", by=people.paul)
    answer("1.2", by=people.paul)
    answer("1.2", "", by=people.paul, base=1)
    overview = overview_of(project, people.amina)

    assert task(overview, "1.1").answered_by == ["Paul Martin"]
    assert task(overview, "1.1").unanswered_by == ["Amina Diallo"]
    assert task(overview, "1.2").answered_by == []
    assert [user.name for user in overview.readers] == ["Vera Viewer"]


def test_a_draft_is_seen_only_by_its_author(project, people, team):
    answer = Answer.objects.create(
        project=project,
        question=question(project, "1.1"),
        author=people.paul,
        language="fr",
    )
    Draft.objects.create(answer=answer, content={"answer": "<p>Half.</p>"})

    assert row(overview_of(project, people.paul), people.paul)["1.1"] == "draft"
    assert row(overview_of(project, people.amina), people.paul)["1.1"] is None


def test_the_author_of_the_chosen_version_has_the_status_agreed(
    project, people, team, answer
):
    answer("1.1")
    version = answer("1.1", by=people.paul)
    Decision.objects.create(
        project=project,
        question=version.answer.question,
        language="fr",
        version=version,
        decided_by=people.amina,
        decided_at=timezone.now() + datetime.timedelta(minutes=1),
    )
    overview = overview_of(project, people.amina)

    assert row(overview, people.paul)["1.1"] == QuestionStatus.AGREED
    assert row(overview, people.amina)["1.1"] == QuestionStatus.ANSWERED
    assert QuestionStatus.AGREED in overview.legend


def test_progress_counts_what_was_assigned_to_each(project, people, team, answer):
    for label in ("1.1", "1.2"):
        assign_question(
            project_id=project.pk,
            question=question(project, label),
            member=people.paul,
            by=people.amina,
        )
    answer("1.1", by=people.paul)
    answer("2.1", by=people.paul)

    found = next(
        row
        for row in overview_of(project, people.amina).rows
        if row.user == people.paul
    )
    assert (len(found.with_text), found.assigned, found.assigned_answered) == (2, 2, 1)


def test_a_former_member_has_no_row_and_no_assignment(project, people, team):
    assign_question(
        project_id=project.pk,
        question=question(project, "1.1"),
        member=people.paul,
        by=people.amina,
    )
    team.delete()
    overview = overview_of(project, people.amina)

    assert [row.user for row in overview.rows] == [people.amina]
    assert task(overview, "1.1").assignments == ()
    team_answers = read_team_answers(project, people.amina, question(project, "1.1"))
    assert team_answers.assignments == ()


def test_my_questions_are_sorted_by_what_is_due_first(project, people, team, answer):
    today = timezone.localdate()
    for label, days in (("1.1", -2), ("1.2", 5), ("1.3", None), ("2.1", -9)):
        assignment = assign_question(
            project_id=project.pk,
            question=question(project, label),
            member=people.paul,
            by=people.amina,
        )
        assignment.due_on = days and today + datetime.timedelta(days=days)
        assignment.save()
    answer("2.1", by=people.paul)
    mine = read_my_questions(get_project_access(people.paul, project.pk), people.paul)

    assert [(each.entry.label, each.is_late) for each in mine.assigned] == [
        ("1.1", True),
        ("1.2", False),
        ("1.3", False),
        ("2.1", False),
    ]
    assert mine.done == 1


def test_marks_are_private(project, people, team):
    asked = question(project, "2.2")
    part = asked.parts.order_by("-position").first()
    mark_part(
        OwnAnswer(
            project_id=project.pk,
            question=asked,
            language="en",
            author=people.amina,
        ),
        part.key,
        is_marked=True,
    )

    access = get_project_access(people.amina, project.pk)
    [marked] = read_my_questions(access, people.amina).marked
    assert (marked.entry.label, marked.part, marked.language) == ("2.2", part, "en")
    assert overview_of(project, people.amina).outline.marked == 1
    assert overview_of(project, people.paul).outline.marked == 0


def test_a_copied_version_credits_its_source(project, people, team, answer):
    source = answer("1.1")
    version = answer("1.1", "<p>Sur Borealis.</p>", by=people.paul)
    version.sources.add(source)

    team_answers = read_team_answers(project, people.amina, question(project, "1.1"))

    [named] = team_answers.others[0].sources
    assert (named.author, named.number) == (people.amina, source.number)
    assert team_answers.others[0].mine == source


def test_the_first_words_of_a_quotation_are_shown_without_its_marks(
    project, people, team, answer
):
    words = "mot " * 60
    answer("1.1", f"<blockquote><p>Elle dit : {words}</p></blockquote>", by=people.paul)

    [theirs] = read_team_answers(project, people.amina, question(project, "1.1")).others

    assert theirs.excerpt.startswith("Elle dit")
