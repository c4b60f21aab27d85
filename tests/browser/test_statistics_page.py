"""The page of statistics: accessible, within the screen, with readable charts."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import Membership, User
from questionnaire.vocabulary import Role
from tests.browser.variants import VARIANTS
from tests.browser.waiting import wait_for_answer


@pytest.fixture
def plans(template, institution):
    """Plans of enough people for every figure but the comments; some finished."""
    caches["process"].clear()
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
    caches["process"].clear()


# Text that overflows a chart, and charts too small to read.
FAULTS = """() => [...document.querySelectorAll("[role=img]")].flatMap((chart) => {
  const box = chart.getBoundingClientRect();
  const isVisible = (text) => text.checkVisibility({ visibilityProperty: true });
  const sticksOut = (text) => {
    const { left, right } = text.getBoundingClientRect();
    return left < box.left - 8 || right > box.right + 8;
  };
  const texts = [...chart.querySelectorAll("text")].filter(isVisible);
  const faults = texts.filter(sticksOut).map((text) => text.textContent);
  return box.width > 250 ? faults : ["too narrow", ...faults];
})"""


def test_the_page_of_statistics_is_accessible_and_fits(
    new_page, sign_in, people, institution, plans, look_at
):
    page = new_page()
    sign_in(page, people.louise)
    statistics = reverse("statistics", args=[institution.pk])
    look_at(page, statistics, only=VARIANTS, prepare=unfold_and_check_charts)


def unfold_and_check_charts(page):
    for summary in page.locator(".chart-panel summary").all():
        summary.click()
    expect(page.get_by_role("img")).to_have_count(8)
    wait_for_answer(page, FAULTS, [])


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

    bar = page.locator("#status-heading ~ svg .chart-solid").first
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    expect(bar).not_to_have_css("fill", ground)
    if media == "print":
        # Ink on paper, whatever the theme of the screen.
        expect(bar).to_have_css("fill", "rgb(11, 86, 115)")
