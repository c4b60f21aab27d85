"""The page of statistics: accessible, within the screen, charts that can be seen."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from questionnaire.actions.projects import create_project, finish_plan
from questionnaire.models import Membership, User
from questionnaire.vocabulary import Role


@pytest.fixture
def plans(template, institution):
    """Plans of enough people for every figure but the comments; some finished."""
    cache.clear()
    for number in range(8):
        users = [
            User.objects.create_user(f"s{number}-{place}@example.org", name="S")
            for place in range(5)
        ]
        project = create_project(
            by=users[0],
            template=template,
            institution=institution,
            title=f"Plan {number}",
            language="fr" if number % 3 else "en",
            department="Faculté des sciences de l’agriculture et de l’alimentation",
            funder="CRSH" if number % 2 else "",
        )
        if number < 6:
            finish_plan(project_id=project.pk, by=users[0], accept_gaps=True)
        for user in users[1:]:
            Membership.objects.create(project=project, user=user, role=Role.VIEWER)
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("language", "dark", "width"),
    [
        ("fr", False, 1280),
        ("fr", True, 360),
        ("en", True, 1280),
        ("en", False, 360),
    ],
)
def test_the_page_of_statistics_is_accessible_and_fits(
    new_page, sign_in, people, institution, plans, check_accessibility,
    language, dark, width,
):  # fmt: skip
    page = new_page(language, dark, width)
    sign_in(page, people.louise)
    page.goto(
        reverse("statistics", args=[institution.pk]).replace("/en/", f"/{language}/")
    )
    for summary in page.locator(".chart-panel summary").all():
        summary.click()

    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    charts = page.get_by_role("img")
    assert charts.count() == 8
    for chart in charts.all():
        box = chart.bounding_box()
        assert box["width"] > 250
        for text in chart.locator("text:visible").all():
            inside = text.bounding_box()
            assert inside["x"] >= box["x"] - 8
            assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 8


@pytest.mark.parametrize("media", ["print", "forced-colors"])
def test_charts_are_told_apart_on_paper_and_in_the_colours_of_the_system(
    new_page, sign_in, people, institution, plans, media
):
    page = new_page("en", dark=True)
    sign_in(page, people.louise)
    if media == "print":
        page.emulate_media(media="print")
    else:
        page.emulate_media(forced_colors="active")
    page.goto(reverse("statistics", args=[institution.pk]))

    def colour(selector, property):
        return page.locator(selector).first.evaluate(
            "(element, property) => getComputedStyle(element)[property]", property
        )

    fill = colour("#status-heading ~ svg .chart-solid", "fill")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fill != ground
    if media == "print":
        # Ink on paper, whatever the theme of the screen.
        assert fill == "rgb(11, 86, 115)"
