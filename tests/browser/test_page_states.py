"""States of pages that come about late: after a move, or when two languages meet."""

import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.answering.drafts import DraftSave, save_draft, stash
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.projects import create_project, submit_plan
from questionnaire.models import Membership, PlanTemplate, Project
from questionnaire.vocabulary import Role, UnitChoice
from tests.actions.projects.moved_tables.holdings import (
    ROWS,
    agree,
    move,
    own,
    write,
)
from tests.browser.answering import visit_question
from tests.browser.variants import VARIANTS
from tests.browser.waiting import wait_until_idle
from tests.change_requests import ask_for_changes
from tests.conftest import ROOT, load_template
from tests.questions import page_address
from tests.template_columns import publish_columns, with_other_columns

LONG_NAME = "Élisabeth-Anne " * 10
WIDE = "corauxdefond" * 12
SOURCE = ["Des enregistrements de terrain.", "Ils sont gardés dix ans, ou plus."]
TRANSLATION = ["Field recordings.", "They are kept for ten years, or more."]


def html(paragraphs):
    return "".join(f"<p>{each}</p>" for each in paragraphs)


# --- A newer template changed a table ----------------------------------------------


@pytest.fixture
def holdings(db, people, institution):
    """A project of two whose one question is a table; Paul’s row has one long word."""
    load_template(ROOT / "tests/templates/holdings.yaml")
    people.paul.name = LONG_NAME.strip()
    people.paul.save()
    project = create_project(
        by=people.amina,
        template=PlanTemplate.objects.get(slug="holdings"),
        title="Un récif " * 33,
        language="fr",
        institution=institution,
    )
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    write(project, people.amina)
    agree(
        project,
        write(project, people.paul, [{**ROWS[0], "what": WIDE}, *ROWS[1:]]),
        people.amina,
    )
    return project


def test_a_move_that_asks_for_units_and_leaves_values_is_accessible_and_fits(
    new_page, sign_in, people, holdings, look_at
):
    after = publish_columns(holdings.template, with_other_columns, text="Autrement?")
    page = new_page(expected_errors=["422"])
    sign_in(page, people.amina)
    here = [holdings.pk]
    move_page = reverse("template_move", args=here)

    def leave_a_unit_out(page):
        page.locator("input[name=is_confirmed]").check()
        page.locator("main form button[type=submit]").last.click()
        wait_until_idle(page)
        expect(
            page.locator("main .error-summary, main .invalid-feedback").first
        ).to_be_visible()

    look_at(page, move_page, only=VARIANTS)
    look_at(page, move_page, prepare=leave_a_unit_out)
    move(holdings, people.amina, after, UnitChoice.LATER)
    look_at(page, move_page, only=VARIANTS)
    question = [holdings.pk, "holdings"]
    look_at(page, reverse("question", args=question) + "?in=fr")
    look_at(page, reverse("review_queue", args=here))
    look_at(page, reverse("review_question", args=question))
    submit_plan(project_id=holdings.pk, by=people.amina)
    look_at(page, reverse("finish", args=here))


def test_what_a_move_left_of_texts_is_accessible_and_fits_wherever_they_are_read(
    new_page, sign_in, people, holdings, look_at
):
    newest = write(
        holdings, people.paul, [{**ROWS[0], "what": WIDE, "size": "9"}], base=1
    )
    stash(own(holdings, people.amina), {"holdings": ROWS})
    after = publish_columns(holdings.template, with_other_columns)
    move(holdings, people.amina, after, UnitChoice.LATER)
    submit_plan(project_id=holdings.pk, by=people.amina)
    page = new_page()
    sign_in(page, people.amina)
    question = [holdings.pk, "holdings"]
    review = reverse("review_question", args=question)

    look_at(page, f"{review}?to={newest.pk}", only=VARIANTS)
    for address in (
        f"{review}?layout=passages",
        f"{review}?layout=columns",
        reverse("combine", args=question) + "?in=fr",
        reverse("team_answers", args=question),
        reverse("version", args=[*question, "fr", 2]) + f"?author={people.paul.pk}",
        reverse("versions_compare", args=question) + f"?to={newest.pk}",
        reverse("review_request", args=question) + f"?version={newest.pk}",
        reverse("comment_passage", args=[*question, newest.pk]),
        reverse("recovered"),
    ):
        look_at(page, address)


# --- Two languages beside each other ------------------------------------------------


def test_both_directions_of_side_by_side_are_accessible_and_fit(
    new_page, sign_in, people, project, answer, look_at
):
    """Each language as the source of the other, from oneself and from a colleague."""
    people.paul.name = LONG_NAME.strip()
    people.paul.save()
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1", html(SOURCE))
    answer("1.1", html(TRANSLATION), language="en")
    answer("1.1", html([SOURCE[0], f"{SOURCE[1]} {WIDE}"]), base=1)
    theirs = answer("1.1", html(TRANSLATION * 2), language="en", by=people.paul)
    page = new_page()
    sign_in(page, people.amina)
    question = page_address("question", project, "1.1")
    for query in (
        "in=en&beside=mine",
        "in=fr&beside=mine",
        f"in=fr&beside={theirs.pk}",
    ):
        look_at(page, f"{question}?{query}")
    look_at(page, reverse("section", args=[project.pk, 1]) + "?in=en")


# --- Finishing over what is not sent ---------------------------------------------


def test_finishing_over_unsent_text_is_accessible_and_fits_when_it_is_refused(
    new_page, sign_in, people, project, answer, look_at
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    version = answer("1.1", by=people.paul)
    question = version.answer.question
    own = OwnAnswer(project.pk, question, "fr", people.paul, question.parts.all())
    content = {"answer": "<p>Mieux dit.</p>"}
    save_draft(own, DraftSave(content, uuid.uuid4(), version.number))
    submit_plan(project_id=project.pk, by=people.amina)
    page = new_page(expected_errors=["422"])
    sign_in(page, people.amina)

    def leave_the_ticks_out(page):
        page.locator("main form button[type=submit]").click()
        expect(page.locator("[data-error-summary]")).to_be_visible()
        wait_until_idle(page)

    look_at(
        page,
        reverse("finish", args=[project.pk]),
        only=VARIANTS,
        prepare=leave_the_ticks_out,
    )


# --- Two people at one text --------------------------------------------------------


def test_two_texts_that_clash_are_accessible_and_fit_and_neither_is_lost(
    new_page, sign_in, people, project, look_at
):
    """Also with a title of one long word, and a draft that was put back into it."""
    page = new_page(expected_errors=["409"])
    sign_in(page, people.amina)
    address = reverse("project_edit", args=[project.pk])

    def clash(page):
        count = Project.objects.get().title.count("·") + 1
        Project.objects.update(title="Récif· " * count + WIDE, summary="Deux ans.")
        page.locator("#id_title").fill(f"{WIDE} à moi")
        page.locator("#id_acronym").fill("Récif")
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("#clashes")).to_be_visible()
        expect(page.locator("#id_title")).to_have_value(f"{WIDE} à moi")
        expect(page.locator("#id_summary")).to_have_value("Deux ans.")
        wait_until_idle(page)

    look_at(page, address, only=VARIANTS, prepare=clash)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/projects/*/")
    saved = Project.objects.get()
    assert (saved.title, saved.acronym) == (f"{WIDE} à moi", "Récif")
    assert saved.summary == "Deux ans."


# --- Requests that nobody can answer, and texts out of date ------------------------


def test_a_stranded_request_and_a_text_out_of_date_are_accessible_and_fit(
    new_page, sign_in, people, project, answer, look_at
):
    people.paul.name = LONG_NAME.strip()
    people.paul.save()
    place = Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )
    answer("1.1", html(SOURCE), by=people.paul)
    answer("1.1", html(TRANSLATION), language="en", by=people.paul)
    version = answer("1.1", html([SOURCE[0], WIDE]), by=people.paul, base=1)
    submit_plan(project_id=project.pk, by=people.amina)
    ask_for_changes(version, people.amina)
    place.role = Role.VIEWER
    place.save()
    page = new_page()
    sign_in(page, people.amina)

    for name in ("review_queue", "finish"):
        look_at(page, reverse(name, args=[project.pk]))
    look_at(page, page_address("review_question", project, "1.1"))
    look_at(page, page_address("team_answers", project, "1.1"))


# --- A whole section ---------------------------------------------------------------


def test_an_answer_of_a_section_is_marked_where_it_is_written(
    new_page, sign_in, people, project, answer, look_at
):
    answer("1.1")
    page = new_page("en")
    sign_in(page, people.amina)
    address = reverse("section", args=[project.pk, 1]) + "?in=fr"
    visit_question(page, address)
    question = page.locator("#q-data-responsibility")
    question.get_by_text("Versions, and coming back to this").click()
    button = question.get_by_role("button", name="Come back to this")

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(question.get_by_role("status")).to_contain_text("to come back to")

    def unfold(page):
        page.locator(".answer-further summary").first.click()
        expect(page.locator(".mark-buttons").first).to_be_visible()

    look_at(page, address, only=VARIANTS, prepare=unfold)
