"""Many answers on one page: who says what, in columns, or two at a time."""

import re
import uuid

import pytest

from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.models import AnswerVersion, Membership, User
from questionnaire.vocabulary import Role
from tests.questions import page_address as address

COPY = "La copie de travail se trouve sur le lecteur réseau."
NIGHTLY = "Le service en fait une sauvegarde chaque nuit et la garde {} jours."
NIGHTLY_EN = "The service makes a backup every night and keeps it {} days."


@pytest.fixture
def team(project):
    """Eleven people who write with Amina."""
    people = [
        User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
        for number in range(1, 12)
    ]
    for person in people:
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)
    return people


@pytest.fixture
def answered(answer, team):
    """Five answer in French, four in English, one of each otherwise than the rest."""
    answer("1.1", f"<p>{COPY}</p><p>{NIGHTLY.format(30)}</p>")
    for person, days in zip(team[:3], (30, 14, 30), strict=True):
        html = f"<p>{COPY}</p><p>{NIGHTLY.format(days)}</p>"
        answer("1.1", html, by=person)
    answer("1.1", f"<p>{COPY}</p>", by=team[3])
    for person, days in zip(team[4:8], (30, 30, 14, 30), strict=True):
        html = f"<p>{NIGHTLY_EN.format(days)}</p>"
        answer("1.1", html, by=person, language="en")


@pytest.fixture
def decided(project, people):
    def agree(version):
        question = version.answer.question
        choice = Choice(question, version.answer.language, version.pk, None)
        decide(
            project_id=project.pk, by=people.amina, choices=[choice], batch=uuid.uuid4()
        )

    return agree


def page_of(client, project, query=""):
    response = client.get(address("review_question", project, "1.1") + query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def rows_of(page):
    """[the cells of each row] of the table of who says what, as text."""
    table = page[page.index('<table class="says-table') : page.index("</table>")]
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table[table.index("<tbody>") :])
    ]


def test_a_page_of_many_answers_says_who_says_what(as_amina, project, answered):
    page = page_of(as_amina, project)

    assert "9 answers, 2 passages" in page
    assert "5 in French, 4 in English" in page
    silent = "–says nothing of it"
    assert [row[:-1] for row in rows_of(page)] == [
        ["1. La copie de travail se trouve…", *"AAAAA", *[silent] * 4],
        ["2. Le service en fait une sauvegarde…", *"AABA", silent, *"AABA"],
    ]


def test_a_wording_has_the_names_and_the_number_of_those_who_use_it(
    as_amina, project, answered
):
    page = page_of(as_amina, project)

    assert "All 5, word for word" in page
    assert "3 of 5, word for word" in page
    assert "3 of 4, word for word" in page
    assert "3 of 5 in French say A" in page
    assert "3 of 4 in English say A" in page
    assert "<del>30</del>" in page and "<ins>14</ins>" in page


def test_texts_of_two_languages_are_never_called_the_same(
    as_amina, project, answer, team
):
    """Word for word alike, yet one is called French and the other English."""
    answer("1.1", "<p>Zenodo</p>")
    answer("1.1", "<p>Zenodo</p>", by=team[0], language="en")
    answer("1.1", "<p>Zenodo</p>", by=team[1], language="en")
    page = page_of(as_amina, project)

    assert "All 2, word for word" in page and "All 3" not in page
    assert "a letter is a wording, the same within its language only" in page
    assert "by their place: a guess" in page


def test_an_agreed_version_that_is_not_the_newest_is_shown_and_not_counted(
    as_amina, project, answer, team, decided
):
    old = answer("1.1", f"<p>{COPY}</p>")
    answer("1.1", f"<p>{COPY} Et ailleurs.</p>", base=1)
    answer("1.1", f"<p>{COPY}</p>", by=team[0])
    answer("1.1", f"<p>{COPY}</p>", by=team[1])
    decided(old)
    page = page_of(as_amina, project, "?layout=passages")

    assert "3 answers, 1 passage" in page
    assert "2 of 3 in French say A" in page
    assert rows_of(page)[0][1:5] == ["A", "B", "A", "A"]


def test_what_is_ticked_there_is_what_the_combination_begins_with(
    as_amina, project, answered
):
    page = page_of(as_amina, project)
    form = page[page.index('action="' + address("combine", project, "1.1")) :]
    take = re.findall(r'name="take" value="([^"]+)"', form)
    texts = re.findall(r"<template>(.*?)</template>", form)
    [other] = [
        name for name, text in zip(take, texts, strict=True) if "14 jours" in text
    ]
    response = as_amina.post(
        address("combine", project, "1.1"), {"do": "build", "in": "fr", "take": [other]}
    )
    result = response.context["form"]["part_answer"].value()
    assert result == f"<p>{NIGHTLY.format(14)}</p>"


def test_up_to_four_versions_of_any_language_are_read_in_columns(
    as_amina, project, answered, answer
):
    versions = [each.pk for each in answered_versions(project)]
    query = "&".join(f"column={pk}" for pk in (versions[0], versions[-1]))
    page = page_of(as_amina, project, f"?layout=columns&{query}")
    columns = page[page.index("reading-columns--2") :]
    assert NIGHTLY.format(30) in columns and NIGHTLY_EN.format(30) in columns

    query = "&".join(f"column={pk}" for pk in versions)
    page = page_of(as_amina, project, f"?layout=columns&{query}")
    assert page.count('class="reading-columns__version"') == 4
    assert "these are the first four" in page


def test_an_older_version_is_read_in_a_column_too(as_amina, project, answered, answer):
    answer("1.1", "<p>Tout autre chose.</p>", base=1)
    first = answered_versions(project)[0]
    page = page_of(as_amina, project, "?layout=columns")
    assert f'<option value="{first.pk}">Amina Diallo, version 1' in page

    page = page_of(as_amina, project, f"?layout=columns&column={first.pk}")
    assert NIGHTLY.format(30) in page[page.index("reading-columns--1") :]


def test_two_answers_are_compared_as_before(as_amina, project, answer, team):
    answer("1.1", f"<p>{NIGHTLY.format(30)}</p>")
    answer("1.1", f"<p>{NIGHTLY.format(14)}</p>", by=team[0])
    page = page_of(as_amina, project)

    assert 'aria-current="true">Two versions' in page
    assert "<ins>14</ins>" in page


def answered_versions(project):
    return list(AnswerVersion.objects.filter(answer__project=project).order_by("id"))


# Session, user, place in the project; outline (5), members, requests and texts.
# Columns also list all versions, among which older ones can be chosen.
COST = {"passages": 11, "columns": 12, "two": 11}


@pytest.mark.parametrize("layout", ["passages", "columns", "two"])
def test_twelve_answers_cost_no_more_queries_than_two(
    as_amina, project, answer, team, layout, django_assert_num_queries
):
    url = address("review_question", project, "1.1") + f"?layout={layout}"
    answer("1.1", f"<p>{COPY}</p>")
    answer("1.1", f"<p>{COPY}</p>", by=team[0])
    with django_assert_num_queries(COST[layout]):
        as_amina.get(url)
    for number, person in enumerate(team[1:]):
        answer("1.1", f"<p>{COPY}</p><p>{NIGHTLY.format(number)}</p>", by=person)
    with django_assert_num_queries(COST[layout]):
        as_amina.get(url)


def test_only_one_persons_answer_is_ticked_to_begin_with(
    as_amina, project, answer, team
):
    """In each language in which that person wrote: two people’s are no answer."""
    answer("1.1", f"<p>{COPY}</p>")
    answer("1.1", f"<p>{NIGHTLY.format(30)}</p>", by=team[0])
    answer("1.1", f"<p>{NIGHTLY_EN.format(30)}</p>", by=team[1], language="en")

    assert texts_ticked(page_of(as_amina, project)) == [f"<p>{COPY}</p>"]

    answer("1.1", "<p>The working copy.</p>", language="en")
    assert texts_ticked(page_of(as_amina, project)) == [
        f"<p>{COPY}</p>",
        "<p>The working copy.</p>",
    ]


def test_combining_in_a_language_without_a_tick_begins_with_the_first_answer(
    as_amina, project, answer, team
):
    answer("1.1", f"<p>{COPY}</p>")
    answer("1.1", f"<p>{NIGHTLY.format(30)}</p>", by=team[0])
    english = f"<p>{NIGHTLY_EN.format(30)}</p>"
    answer("1.1", english, by=team[1], language="en")
    page = page_of(as_amina, project)
    take = re.findall(r'name="take" value="([^"]+)"[^>]* checked', page)
    response = as_amina.post(
        address("combine", project, "1.1"), {"do": "build", "in": "en", "take": take}
    )

    assert response.context["form"]["part_answer"].value() == english


def texts_ticked(page):
    """What the wordings say that are ticked."""
    boxes = re.findall(r'name="take"([^>]*)>.*?<template>(.*?)</template>', page)
    return [said.strip() for attributes, said in boxes if "checked" in attributes]
