"""All that a page says of its questions follows a save, without loading it again.

Each state of the pages on which answers are written is compared, after a save by
script, with the same page loaded anew. Nothing is left out but what is typed.
"""

from difflib import unified_diff

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.answering.translations import mark_up_to_date
from questionnaire.actions.projects.projects import create_project
from questionnaire.models import Assignment, Membership, PlanTemplate, Question
from questionnaire.vocabulary import Role, UnitChoice
from tests.actions.projects.moved_tables.holdings import move, write
from tests.browser.answering import editor, visit_question
from tests.browser.waiting import wait_for_value, wait_until_idle
from tests.change_requests import ask_for_changes
from tests.conftest import ROOT, load_template
from tests.questions import page_address
from tests.template_columns import publish_columns, with_other_columns

# What a page says: its words and its addresses, in order. What is typed is left out,
# with the line and the link that scripts keep up to date as it is typed.
WHAT_IT_SAYS = """(without) => {
  const body = document.body.cloneNode(true);
  const leftOut = [
    "[data-prose-editor]", "[data-table-editor]", "script", "template", "noscript",
    "[data-save-line]", ".language-toggle", ".page-messages", "[id^=announce]",
    "[hidden]",
  ];
  if (without) leftOut.push(without);
  for (const part of body.querySelectorAll(leftOut.join())) part.remove();
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ALL);
  const said = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeType === Node.TEXT_NODE && node.data.trim();
    if (text) said.push(text.replace(/\\s+/g, " "));
    if (node.matches?.("a[href]")) said.push(node.getAttribute("href"));
    if (node.matches?.("button")) said.push(`button ${node.form?.id ?? ""}`);
    if (node.matches?.("[name=base], [name=revision], [name$=-base]")) {
      said.push(`${node.name} ${node.value}`);
    }
  }
  return said;
}"""


@pytest.fixture
def team(project, people):
    """Amina’s project, in which Paul decides with her."""
    Membership.objects.create(project=project, user=people.paul, role=Role.PI)
    return project


# --- What is there before the save ------------------------------------------------


def nothing_yet(team, people, answer):
    question = Question.objects.get(
        section__template=team.template_id, section__position=1, number=1
    )
    Assignment.objects.create(
        project=team, question=question, member=people.amina, assigned_by=people.paul
    )
    answer("1.1", by=people.paul, language="en")


def alone(project, people, answer):
    Membership.objects.exclude(user=people.amina).delete()


def text_of_the_other_language(team, people, answer):
    answer("1.1", "<p>Kept for ten years, in a vault.</p>", language="en")


def open_request(team, people, answer):
    answer("1.1", "<p>Gardé dix ans.</p>")
    answer("1.1", "<p>Gardé vingt ans.</p>", by=people.paul)
    version = answer("1.1", "<p>Gardé onze ans.</p>", base=1)
    ask_for_changes(
        version,
        by=people.paul,
        body="Combien de temps?",
        suggestion={"answer": "<p>Gardé douze ans.</p>"},
    )


def translation(team, people, answer):
    source = answer("1.1", "<p>Gardé dix ans.</p>")
    version = answer("1.1", "<p>Kept for ten years.</p>", language="en")
    mark_up_to_date(OwnAnswer.like(version.answer, people.amina), source.pk)


def on_question(project):
    return page_address("question", project, "1.1") + "?in=fr"


def on_section(project):
    return reverse("section", args=[project.pk, 1]) + "?in=fr"


def side_by_side(project):
    return page_address("question", project, "1.1") + "?in=en&beside=mine"


CASES = [
    (nothing_yet, on_question),
    (nothing_yet, on_section),
    (alone, on_question),
    (text_of_the_other_language, on_question),
    (text_of_the_other_language, on_section),
    (open_request, on_question),
    (translation, on_question),
    (translation, side_by_side),
]


def said(page, *, without=""):
    wait_until_idle(page)
    return page.evaluate(WHAT_IT_SAYS, without)


def type_a_sentence(page):
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Et encore une phrase, pour qui lit.")


def save(page):
    page.keyboard.press("Control+s")
    expect_state(page, "saved")


def expect_state(page, state):
    line = page.locator("[data-save-line]").first
    expect(line).to_have_attribute("data-state", state)


def expect_to_say_the_same(page, address, *, without=""):
    """The page, as it is, says line by line what it says loaded anew."""
    fresh = page.context.new_page()
    visit_question(fresh, address)

    def differences():
        pages = [said(each, without=without) for each in (page, fresh)]
        lines = unified_diff(*pages, n=0, lineterm="")
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]

    wait_for_value(differences, [], page=page)


@pytest.mark.parametrize(
    ("situation", "page_of"), CASES, ids=lambda each: each.__name__
)
def test_after_a_save_by_script_a_page_says_what_it_says_when_it_is_loaded_anew(
    new_page, sign_in, people, team, answer, situation, page_of
):
    situation(team, people, answer)
    page = new_page()
    sign_in(page, people.amina)
    visit_question(page, page_of(team))

    type_a_sentence(page)
    save(page)

    expect_to_say_the_same(page, page_of(team))


def test_what_a_move_of_the_template_left_follows_a_save(
    new_page, sign_in, people, db, institution
):
    load_template(ROOT / "tests/templates/holdings.yaml")
    project = create_project(
        by=people.amina,
        template=PlanTemplate.objects.get(slug="holdings"),
        title="Récif",
        language="fr",
        institution=institution,
    )
    write(project, people.amina)
    after = publish_columns(project.template, with_other_columns)
    move(project, people.amina, after, UnitChoice.LATER)
    address = reverse("question", args=[project.pk, "holdings"]) + "?in=fr"
    page = new_page()
    sign_in(page, people.amina)
    visit_question(page, address)
    expect(page.locator("#left-values")).to_be_visible()

    page.locator("[data-table-editor] textarea:visible").first.fill("Eaux")
    save(page)

    expect(page.locator("#left-values")).to_have_count(0)
    expect_to_say_the_same(page, address)


def test_the_first_draft_of_an_answer_is_told_without_moving_what_is_typed(
    new_page, sign_in, people, team, answer
):
    answer("1.1")
    page = new_page("en")
    sign_in(page, people.amina)
    visit_question(page, on_question(team))

    type_a_sentence(page)
    expect_state(page, "drafted")

    expect_to_say_the_same(page, on_question(team), without=".draft-note")
    expect(page.locator(".draft-note")).to_have_count(0)


def test_another_window_follows_a_save(new_page, sign_in, people, team, answer):
    open_request(team, people, answer)
    page = new_page()
    sign_in(page, people.amina)
    visit_question(page, on_question(team))
    other = page.context.new_page()
    visit_question(other, on_question(team))

    type_a_sentence(page)
    save(page)

    # What it would save still starts from the version that it shows.
    expect_to_say_the_same(other, on_question(team), without="#answer-form [name]")
