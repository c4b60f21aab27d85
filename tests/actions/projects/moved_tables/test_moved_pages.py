"""What a move left of texts is told wherever they are read, compared and agreed on."""

import pytest
from django.urls import reverse

from questionnaire.models import Project
from questionnaire.queries.review.queue import read_queue
from tests.actions.projects.moved_tables.holdings import move, write
from tests.template_columns import publish_columns, with_other_columns

UNIT = "1 number in “Size (TB)” was written for “Size (GB)”"
ROWS = [
    {
        "what": "Coraux",
        "size": "1500",
        "address": "https://exemple.ca/coraux",
        "origin": "lab",
    }
]


@pytest.fixture
def versions(template, project, people):
    """Two versions by Paul, which differ in columns that the template drops."""
    other = [{**ROWS[0], "address": "https://exemple.ca/eau", "origin": "field"}]
    found = [
        write(project, people.paul, ROWS),
        write(project, people.paul, other, base=1),
    ]
    Project.objects.filter(pk=project.pk).update(status="in_review")
    after = publish_columns(template, with_other_columns)
    move(Project.objects.get(pk=project.pk), people.amina, after, "later")
    return found


def pages(project, versions):
    old, new = (version.pk for version in versions)
    question = [project.pk, "holdings"]
    review = reverse("review_question", args=question)
    return {
        "review": review,
        "review in passages": f"{review}?layout=passages",
        "review in columns": f"{review}?layout=columns",
        "combining": reverse("combine", args=question) + "?in=fr",
        "team": reverse("team_answers", args=question),
        "version": reverse("version", args=[*question, "fr", 2])
        + f"?author={versions[0].answer.author_id}",
        "differences": reverse("versions_compare", args=question)
        + f"?from={old}&to={new}",
        "request": reverse("review_request", args=question) + f"?version={new}",
        "passage to comment on": reverse("comment_passage", args=[*question, new]),
    }


PAGES = (
    "review",
    "review in passages",
    "review in columns",
    "combining",
    "team",
    "version",
    "differences",
    "request",
    "passage to comment on",
)


@pytest.mark.parametrize("name", PAGES)
def test_what_a_move_left_is_told_where_a_text_is_read(
    name,
    project,
    versions,
    people,
    client,
):
    client.force_login(people.amina)
    page = client.get(pages(project, versions)[name]).content.decode()

    assert UNIT in page
    assert "https://exemple.ca/eau" in page
    assert "Adresse" in page


def test_differences_show_dropped_columns_and_the_names_of_dropped_choices(
    project,
    versions,
    people,
    client,
):
    client.force_login(people.paul)
    address = pages(project, versions)["differences"]
    comparison = client.get(address).context["comparison"]

    removed = " ".join(
        word.text
        for change in comparison.parts[0][1].changes
        for line in change.lines
        for word in line.words
        if word.kind == "removed"
    )
    assert "Laboratoire" in removed
    assert "coraux" in removed


def test_what_a_move_left_is_agreed_on_by_nobody_in_bulk(
    project,
    versions,
    people,
    client,
):
    moved_project = Project.objects.get(pk=project.pk)
    queue = read_queue(moved_project, people.amina)
    assert queue.undisputed == ()
    assert [item.entry.slug for item in queue.moved] == ["holdings"]

    client.force_login(people.amina)
    page = client.get(reverse("review_queue", args=[project.pk])).content.decode()
    assert "Look at each before you agree." in page
    assert f'value="holdings:fr:{versions[1].pk}:' not in page


def test_a_question_that_a_move_left_as_it_is_is_agreed_on_in_bulk(
    template,
    project,
    people,
):
    write(project, people.paul, [{"what": "Coraux"}])
    move(project, people.amina, publish_columns(template, with_other_columns))
    project.refresh_from_db()
    queue = read_queue(project, people.amina)

    assert [item.entry.slug for item in queue.undisputed] == ["holdings"]
    assert queue.moved == ()


def test_the_page_of_a_section_says_it_once_and_leads_to_the_question(
    project, versions, people, client
):
    client.force_login(people.paul)
    address = reverse("question", args=[project.pk, "holdings"])
    section = reverse("section", args=[project.pk, 1])
    page = client.get(f"{section}?in=fr").content.decode()

    assert page.count(UNIT) == 1
    assert "Your answer holds values that the template no longer takes." in page
    assert f'href="{address}?in=fr#left-by-moves"' in page
