"""What pages cost: literal counts, the same for much data as for little.

Each page's queries: 1 session, 2 user, 3 the person's place in the project;
then those named beside each count. What a template asks is in memory already.
"""

import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.projects.projects import create_project
from questionnaire.models import Membership
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Role
from tests.questions import page_address


def with_little(answer):
    answer("1.1")


def with_much(answer):
    answer("1.1")
    for base in range(1, 12):
        answer("1.1", f"<p>Version {base}.</p>", base=base)
        answer("1.1", f"<p>Version {base}.</p>", base=base - 1, language="en")
    for label in ("1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "4.1", "5.5", "6.3"):
        answer(label)


AMOUNTS = pytest.mark.parametrize("write", [with_little, with_much])


@AMOUNTS
def test_a_question_page_costs_seven_queries(
    as_amina, project, answer, write, django_assert_num_queries
):
    write(answer)
    url = page_address("question", project, "1.1")

    # wordings with my recent versions, decisions (without them, the page would call an
    # agreed question undecided), my texts and drafts, what my institution says
    with django_assert_num_queries(7):
        as_amina.get(url)


@AMOUNTS
def test_the_overview_costs_nine_queries(
    as_amina, project, answer, write, django_assert_num_queries
):
    write(answer)

    # open comments and a newer template, wordings, decisions, drafts, partners, newest
    # edition
    with django_assert_num_queries(9):
        as_amina.get(reverse("project_overview", args=[project.pk]))


@AMOUNTS
def test_a_section_page_costs_seven_queries(
    as_amina, project, answer, write, django_assert_num_queries
):
    write(answer)

    # wordings, decisions, my texts and drafts, what my institution says
    with django_assert_num_queries(7):
        as_amina.get(reverse("section", args=[project.pk, 1]))


@AMOUNTS
def test_a_section_page_of_a_team_costs_two_more(
    as_amina, people, project, answer, write, django_assert_num_queries
):
    write(answer)
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)

    # what colleagues have not sent; members' names, which no example made up
    with django_assert_num_queries(9):
        as_amina.get(reverse("section", args=[project.pk, 1]))


@AMOUNTS
@pytest.mark.parametrize(("name", "count"), [("export", 5), ("plan_read", 14)])
def test_the_pages_of_a_draft_of_the_plan_count_what_it_lacks(
    as_amina, project, answer, write, name, count, django_assert_num_queries
):
    write(answer)

    # editions, or the whole plan (ten, with its savepoint); unsent text
    with django_assert_num_queries(count):
        as_amina.get(reverse(name, args=[project.pk]))


@AMOUNTS
def test_reading_a_whole_plan_costs_eight_queries_and_its_savepoint(
    project, answer, write, django_assert_num_queries
):
    write(answer)

    # savepoint, project, wordings, decisions, texts, who decided, sources, partners,
    # members, release
    with django_assert_num_queries(10):
        read_record(project.pk)


@pytest.mark.parametrize("count", [1, 5])
def test_home_costs_the_same_for_any_number_of_projects(
    as_amina, people, template, institution, count, django_assert_num_queries
):
    for number in range(count):
        create_project(
            by=people.amina,
            template=template,
            title=f"Project {number}",
            language="en",
            institution=institution,
        )

    # session, user, count, memberships, wordings, decisions, drafts
    with django_assert_num_queries(7):
        as_amina.get(reverse("projects"))


@AMOUNTS
def test_saving_a_version_costs_nine_queries_and_its_savepoint(
    as_amina, project, answer, write, django_assert_num_queries
):
    write(answer)
    base = 12 if write is with_much else 1
    url = page_address("question", project, "1.1")
    data = {
        "part_answer-html": "<p>Après.</p>",
        "part_answer": "",
        "save_id": str(uuid.uuid4()),
        "base": base,
        "language": "fr",
    }

    # savepoint, project locked, access again, newest version with its draft, version
    # written, project touched, event written, release
    with django_assert_num_queries(11):
        assert as_amina.post(url, data).status_code == 302


@pytest.mark.parametrize("is_first", [True, False])
@AMOUNTS
def test_an_autosave_costs_eight_queries_and_its_savepoint(
    as_amina, people, project, answer, write, is_first, django_assert_num_queries
):
    write(answer)
    url = page_address("draft", project, "1.1")
    base = 12 if write is with_much else 1

    def autosave(revision):
        return as_amina.post(
            url,
            {
                "save_id": str(uuid.uuid4()),
                "base": base,
                "revision": revision,
                "language": "fr",
                "user": people.amina.pk,
                "fields": {"part_answer-html": f"<p>Texte {revision}.</p>"},
            },
            content_type="application/json",
        )

    if not is_first:
        assert autosave(0).status_code == 200

    # savepoint, project locked, access again, answer with its draft and newest number,
    # draft written, release
    with django_assert_num_queries(9):
        assert autosave(0 if is_first else 1).status_code == 200
