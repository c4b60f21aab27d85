"""The statistics of an institution's plans, read from the database."""

import datetime
import uuid

import pytest
from django.utils import timezone

from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import Institution, Membership, Project, Question, User
from questionnaire.queries.library import statistics
from questionnaire.queries.library.statistics import read_statistics
from questionnaire.vocabulary import Role


@pytest.fixture
def plan(template, institution):
    """A function that starts a plan of a team of so many people, or of `members`."""
    numbers = iter(range(10_000))

    def start(people=1, *, members=(), days_ago=0, **description):
        team = list(members) or [
            User.objects.create_user(f"p{next(numbers)}@example.org", name="P")
            for _place in range(people)
        ]
        project = create_project(
            by=team[0],
            template=template,
            **{
                "title": "Plan",
                "language": "fr",
                "institution": institution,
                **description,
            },
        )
        for member in team[1:]:
            Membership.objects.create(
                project=project, user=member, role=Role.CONTRIBUTOR
            )
        if days_ago:
            Project.objects.filter(pk=project.pk).update(
                created_at=timezone.now() - datetime.timedelta(days=days_ago)
            )
        project.team = team
        return project

    return start


def finish(project):
    Project.objects.filter(pk=project.pk).update(status="in_review")
    return finish_plan(project_id=project.pk, by=project.team[0], accept_gaps=True)


def comment(project, question):
    return add_comment(
        project_id=project.pk,
        by=project.team[0],
        post=CommentPost(
            question=question,
            body="Qui?",
            save_id=uuid.uuid4(),
        ),
    )


def test_plans_are_counted_once_however_many_people_write_them(plan, institution):
    for _number in range(3):
        plan(6, department="Sciences")

    found = read_statistics(institution)

    assert found.department.shown == {"Sciences": 3}
    assert found.status.shown == {"drafting": 3}
    assert found.language.shown == {"fr": 3}


def test_plans_of_other_institutions_do_not_count(plan, institution):
    other = Institution.objects.create(name_fr="Autre", name_en="Other")
    plan(6)
    plan(6, institution=other)

    assert read_statistics(institution).status.shown == {"drafting": 1}


def test_one_person_with_many_plans_is_one_person(plan, institution):
    busy = plan(1, department="Droit").team
    for _number in range(9):
        plan(members=busy, department="Droit")
    plan(8, department="Sciences")

    found = read_statistics(institution).department

    # Ten plans of one person: the others would give them away, and join them.
    assert found.shown == {}
    assert found.rest == 11


def test_four_busy_people_are_four_people(plan, institution):
    """However many plans they have; only a larger group of plans is shown."""
    busy = plan(4, department="Droit").team
    for _number in range(5):
        plan(members=busy, department="Droit")
    for _number in range(25):
        plan(1, department="Sciences")
    for _number in range(5):
        plan(1, department="Arts")

    found = read_statistics(institution).department

    assert found.shown == {"Sciences": 25}
    assert found.hidden == {"Droit", "Arts"}
    assert found.rest == 11


def test_an_institution_with_four_people_is_shown_nothing(plan, institution):
    finish(plan(4, department="Arts", funder="CRSH"))

    found = read_statistics(institution)

    assert not any(
        (
            found.created,
            found.finished,
            found.status,
            found.language,
            found.department,
            found.funder,
            found.spans,
            found.skipped,
            found.discussed,
            found.median_days,
        )
    )


def test_a_funder_is_the_same_however_it_is_written(plan, institution):
    plan(5, funder="CRSH")
    plan(5, funder="CRSH")
    plan(5, funder="crsh ")
    plan(5, funder="Génome Québec")
    plan(5, funder="Genome Quebec")

    assert read_statistics(institution).funder.shown == {"CRSH": 3, "Génome Québec": 2}


def test_a_month_of_few_people_is_hidden_together_with_another(plan, institution):
    now = timezone.localtime()
    this_month = now.date().replace(day=1)
    start_of_last_year = this_month.replace(year=now.year - 1, month=1)
    days = (now.date() - start_of_last_year).days - 3
    plan(2, days_ago=days)
    for _number in range(2):
        plan(6)
    plan(6, days_ago=days - 62)

    found = read_statistics(institution).created

    assert found.shown == {this_month: 2}
    assert len(found.hidden - {None}) == 2
    assert found.rest == 2


def test_only_this_year_and_last_year_are_shown_by_month(plan, institution):
    plan(6)
    plan(6, days_ago=900)

    found = read_statistics(institution).created

    assert list(found.shown.values()) == [1]
    assert found.hidden == {None}


def test_a_plan_finished_twice_counts_by_its_first_edition(plan, institution):
    project = plan(6, days_ago=20)
    finish(project)
    finish(project)

    found = read_statistics(institution)

    assert list(found.finished.shown.values()) == [1]
    # The third span: more than two weeks, no more than four.
    assert found.spans.shown == {2: 1}


def test_half_of_the_plans_took_no_longer_than_the_median(plan, institution):
    for days_ago in (3, 3, 20, 60, 60):
        finish(plan(5, days_ago=days_ago))

    assert 14 < read_statistics(institution).median_days <= 28


def test_a_median_beyond_a_year_is_only_shown_as_longer(plan, institution):
    finish(plan(5, days_ago=800))

    assert read_statistics(institution).median_days == 366


def test_a_question_is_skipped_when_the_edition_has_no_text_for_it(
    plan, institution, template
):
    for _number in range(4):
        finish(plan(5))

    skipped = read_statistics(institution).skipped

    assert len(skipped) == 10
    assert {(each.count, each.of, each.share) for each in skipped} == {(4, 4, 1)}


@pytest.mark.parametrize("many", [0, 2_000])
def test_a_share_that_would_reveal_the_few_who_answered_is_left_out(
    plan, institution, people, answer, project, many, monkeypatch
):
    """Amina alone answered 1.1, so that the share would tell about her."""
    monkeypatch.setattr(statistics, "MANY_EDITIONS", many)
    answer("1.1")
    project.team = [people.amina]
    finish(project)
    for _number in range(9):
        finish(plan(5))

    labels = {each.question.label for each in read_statistics(institution).skipped}

    assert labels
    assert "1.1" not in labels


def test_gaps_are_numbered_as_in_the_template_of_the_edition(
    plan, institution, template, small_template
):
    """Even after the project has moved to another template."""
    for _number in range(2):
        project = plan(5)
        finish(project)
        Project.objects.filter(pk=project.pk).update(
            template=small_template, former_template=template
        )

    skipped = read_statistics(institution).skipped

    assert {each.question.section.template_id for each in skipped} == {template.pk}


def test_questions_are_ranked_by_comments_and_hidden_ones_do_not_count(
    plan, institution, template
):
    first, second = Question.objects.filter(section__template=template).order_by(
        "section__position", "number"
    )[:2]
    project = plan(5)
    for question, number in ((first, 1), (second, 3)):
        for _number in range(number):
            comment(project, question)
    hidden = comment(project, first)
    type(hidden).objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    comment(plan(1), first)

    discussed = read_statistics(institution).discussed

    assert [(each.question, each.count) for each in discussed] == [
        (second, 3),
        (first, 2),
    ]


@pytest.mark.parametrize(("amount", "cost"), [(1, 23), (4, 23), (12, 18), (30, 18)])
def test_any_number_of_plans_takes_the_same_number_of_queries(
    plan, institution, amount, cost, django_assert_num_queries
):
    """And lower once groups are too large for four people, who are not counted then."""
    for number in range(amount):
        finish(plan(3, department=f"Faculté {number}", funder=f"Fonds {number}"))

    # savepoint, busiest people, questions; spans, months started and finished,
    # status, language, departments, funders: each, and the people of small groups;
    # most editions, gaps and their people; busiest by comments, comments
    # (and their people); release
    with django_assert_num_queries(cost):
        read_statistics(institution)
