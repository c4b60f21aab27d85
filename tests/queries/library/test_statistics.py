"""The statistics of an institution's plans, read from the database."""

import datetime
import uuid
from itertools import islice

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import Institution, Membership, Project, Question, User
from questionnaire.queries.library import statistics_questions
from questionnaire.queries.library.small_groups import (
    Group,
    suppress_by_year,
    suppress_small_cells,
)
from questionnaire.queries.library.statistics import read_statistics
from questionnaire.queries.library.statistics_panels import build_panels
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
            found.median,
        )
    )


def test_a_funder_is_the_same_however_it_is_written(plan, institution):
    plan(5, funder="CRSH")
    plan(5, funder="CRSH")
    plan(5, funder="crsh ")
    plan(5, funder="Génome Québec")
    plan(5, funder="Genome Quebec")

    assert read_statistics(institution).funder.shown == {"CRSH": 3, "Génome Québec": 2}


def test_a_funder_is_one_under_its_names_in_both_languages(plan, institution):
    plan(5, funder="IRSC")
    plan(5, funder="CIHR")
    plan(5, funder="CIHR")

    found = read_statistics(institution)

    assert found.funder.shown == {"CIHR": 3}
    with translation.override("fr"):
        assert build_panels(found)["funder"].rows[0][0] == "IRSC"


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


@pytest.mark.parametrize(
    ("days", "median"),
    [
        ((3, 3, 20, 60, 60), 20),
        ((3, 3, 20, 30, 60, 60), 25),
        ((800,), 800),
        ((1, 400, 500), 400),
    ],
)
def test_the_median_is_what_the_middle_plan_took(plan, institution, days, median):
    for days_ago in days:
        finish(plan(5, days_ago=days_ago))

    found = read_statistics(institution).median

    assert abs(found - datetime.timedelta(days=median)) < datetime.timedelta(minutes=9)


def test_plans_finished_within_seconds_are_not_said_to_have_taken_days(
    plan, institution
):
    for _number in range(6):
        edition = finish(plan(2))
        Project.objects.filter(pk=edition.project_id).update(
            created_at=edition.finished_at - datetime.timedelta(seconds=12)
        )

    found = read_statistics(institution)

    assert found.median == datetime.timedelta(seconds=12)
    assert "within 12 seconds" in build_panels(found)["time"].message


@pytest.mark.parametrize(
    ("took", "words", "mots"),
    [
        ({"seconds": 0.4}, "1 second.", "1 seconde."),
        ({"seconds": 89}, "89 seconds.", "89 secondes."),
        ({"minutes": 7}, "7 minutes.", "7 minutes."),
        ({"minutes": 119}, "119 minutes.", "119 minutes."),
        ({"hours": 47}, "47 hours.", "47 heures."),
        ({"hours": 49}, "2 days.", "2 jours."),
        ({"days": 1300}, "1,300 days.", "1\N{NO-BREAK SPACE}300 jours."),
    ],
)
def test_a_time_is_said_in_the_unit_that_suits_it(plan, institution, took, words, mots):
    edition = finish(plan(5))
    Project.objects.update(created_at=edition.finished_at - datetime.timedelta(**took))
    found = read_statistics(institution)

    assert build_panels(found)["time"].message.endswith(words)
    with translation.override("fr"):
        assert build_panels(found)["time"].message.endswith(mots)


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
    monkeypatch.setattr(statistics_questions, "MANY_EDITIONS", many)
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


@pytest.mark.parametrize(("amount", "cost"), [(1, 24), (4, 25), (12, 20), (30, 20)])
def test_any_number_of_plans_takes_the_same_number_of_queries(
    plan, institution, amount, cost, django_assert_num_queries
):
    """And lower once groups are too large for four people, who are not counted then."""
    for number in range(amount):
        finish(plan(3, department=f"Faculté {number}", funder=f"Fonds {number}"))

    # savepoint, busiest people, questions; spans, months started and finished,
    # status, language, departments, funders: each, and the people of small groups;
    # most editions, gaps and their people; busiest by comments, comments
    # (and their people); the middle plan, of five people or more; release
    with django_assert_num_queries(cost):
        read_statistics(institution)


YEAR = timezone.localtime().year


def started_in(plan, year, count=1, people=5, **description):
    """That many plans of a team each, started in the middle of a year."""
    for _number in range(count):
        project = plan(people, **description)
        Project.objects.filter(pk=project.pk).update(
            created_at=datetime.datetime(year, 1, 2, 12, tzinfo=datetime.UTC)
        )


def test_figures_can_be_read_for_one_year(plan, institution):
    started_in(plan, YEAR, 2, department="Arts")
    started_in(plan, YEAR - 1, 3, department="Arts")
    started_in(plan, YEAR - 1, 1, department="Droit")
    started_in(plan, YEAR - 4, 4, department="Droit")

    everything = read_statistics(institution)
    assert everything.periods == (YEAR, YEAR - 1, YEAR - 4)
    assert everything.department.shown == {"Arts": 5, "Droit": 5}
    of_last_year = read_statistics(institution, YEAR - 1)
    assert of_last_year.department.shown == {"Arts": 3, "Droit": 1}
    assert of_last_year.status.shown == {"drafting": 4}
    assert sum(of_last_year.created.shown.values()) == 4
    long_ago = read_statistics(institution, YEAR - 4)
    assert sum(long_ago.created.shown.values()) == 4
    # Nothing was started then.
    assert read_statistics(institution, YEAR - 2).department.shown == {
        "Arts": 5,
        "Droit": 5,
    }


def test_years_with_few_people_are_not_offered_nor_computed_from_the_others(
    plan, institution
):
    started_in(plan, YEAR, 3)
    started_in(plan, YEAR - 1, 2)
    started_in(plan, YEAR - 2, 1, people=2)

    # The smallest of the others is hidden with it.
    assert read_statistics(institution).periods == (YEAR,)


def test_no_group_can_be_computed_from_its_other_years(plan, institution):
    """Droit of last year has two people: all years less this year would tell."""
    for year in (YEAR, YEAR - 1):
        started_in(plan, year, 4, department="Arts")
        started_in(plan, year, 3, department="Sciences")
    started_in(plan, YEAR, 2, department="Droit")
    started_in(plan, YEAR - 1, 1, people=2, department="Droit")

    assert read_statistics(institution).department.shown["Droit"] == 3
    for year in (YEAR, YEAR - 1):
        figure = read_statistics(institution, year).department
        assert "Droit" not in figure.shown
        # Nor from the total of the year.
        assert "Sciences" not in figure.shown
        assert figure.shown == {"Arts": 4}


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abcd"), st.integers(1, 9), min_size=1, max_size=4
        ),
        min_size=1,
        max_size=4,
    )
)
def test_nothing_about_fewer_than_five_people_follows_from_figures_of_years(sizes):
    """Each plan has one person of its own, so that plans are people."""
    numbers = iter(range(10_000))
    cells = {
        year: {
            key: Group(size, size, frozenset(islice(numbers, size)))
            for key, size in of_year.items()
        }
        for year, of_year in enumerate(sizes)
    }
    whole = suppress_small_cells(
        {
            key: merge_exactly(each[key] for each in cells.values() if key in each)
            for key in set().union(*sizes)
        }
    )
    years = suppress_small_cells(
        {year: merge_exactly(each.values()) for year, each in cells.items()}
    ).shown
    figures = suppress_by_year(cells, years, among=whole.shown)

    assert set(figures) == set(years)
    hidden_years = [each for year, each in cells.items() if year not in years]
    for key in whole.shown:
        told = [
            figure.shown.get(key)
            for year, figure in figures.items()
            if key in cells[year]
        ]
        if any(each is not None for each in told):
            assert None not in told
            rest = sum(each[key].plans for each in hidden_years if key in each)
            assert rest == 0 or rest >= 5
    for year, figure in figures.items():
        assert all(count == 0 or count >= 5 for count in figure.shown.values())
        left = sum(
            group.plans for key, group in cells[year].items() if key not in figure.shown
        )
        if figure:
            assert left == figure.rest
            assert left == 0 or left >= 5


def merge_exactly(groups):
    groups = list(groups)
    some = frozenset().union(*(group.some for group in groups))
    return Group(sum(group.plans for group in groups), len(some), some)
