"""French typography comes while one types, and goes with Ctrl+Z."""

import pytest
from playwright.sync_api import expect

from questionnaire.models import User
from tests.browser.answering import editor, paste, visit_question, write
from tests.questions import page_address

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def open_question(new_page, sign_in, people, project):
    """A function (language) that opens question 1.1, to be answered in it."""

    def open_question(language="fr"):
        page = new_page("fr")
        sign_in(page, people.amina)
        address = page_address("question", project, "1.1").replace("/en/", "/fr/", 1)
        visit_question(page, f"{address}?in={language}")
        return page

    return open_question


def reads(page, text):
    # As text, since `to_have_text` takes all spaces for one.
    page.wait_for_function(
        "([text, box]) => document.querySelector(box).innerText.trim() === text",
        arg=[text, "[role=textbox]"],
    )


def test_spaces_quotation_marks_and_apostrophes_come_with_the_next_key(open_question):
    page = open_question()

    write(page, "L'équipe dit: \"oui\" à 13:05, pour 1 200 $ ; voir https://x.ca/l'a")

    reads(
        page,
        f"L’équipe dit{NBSP}: «{NBSP}oui{NBSP}» à 13:05, pour 1{NBSP}200{NBSP}$"
        f"{NBSP}; voir https://x.ca/l'a",
    )


def test_undo_takes_back_the_typography_only_and_it_stays_away(open_question):
    page = open_question()
    write(page, "Voici: ")
    reads(page, f"Voici{NBSP}:")

    page.keyboard.press("Control+z")
    reads(page, "Voici:")
    page.keyboard.type("trois")

    reads(page, "Voici: trois")


def test_english_is_left_alone(open_question):
    page = open_question("en")

    write(page, 'It\'s here: "yes" ?')

    reads(page, 'It\'s here: "yes" ?')


def test_it_can_be_switched_off(open_question, people):
    User.objects.filter(pk=people.amina.pk).update(french_typography=False)
    page = open_question()

    write(page, "L'équipe: ")

    reads(page, "L'équipe:")


def test_what_is_pasted_is_set_too_and_undo_leaves_the_paste(open_question):
    page = open_question()
    paste(page, "L'équipe: \"oui\".\n\nUn fichier l'a_b.csv")
    reads(page, f"L’équipe{NBSP}: «{NBSP}oui{NBSP}».\n\nUn fichier l'a_b.csv")

    page.keyboard.press("Control+z")

    expect(editor(page)).to_contain_text('L\'équipe: "oui".')
    expect(editor(page)).to_contain_text("Un fichier")
