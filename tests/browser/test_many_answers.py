"""Nine answers in two languages to one question: combined, credited, looked at."""

import pytest
from playwright.sync_api import expect

from questionnaire.models import Decision, Membership, User
from questionnaire.vocabulary import Role
from tests.browser.answering import editor
from tests.browser.waiting import wait_until_idle
from tests.questions import page_address

COPY = {
    "fr": "La copie de travail se trouve sur le lecteur réseau de l’Université.",
    "en": "The working copy is on the network drive of the university.",
}
NIGHTLY = {
    "fr": "Le service en fait une sauvegarde chaque nuit et la garde {} jours.",
    "en": "The service makes a backup of it every night and keeps it {} days.",
}
TEST = "Sofia Roy restaure un fichier au hasard deux fois par année."
LONG = "Maximilienne-Antoinette " * 8


@pytest.fixture
def team(project):
    """Eight more people who write, one with a very long name."""
    names = ["Sofia Roy", "Claire Lemieux", "Samuel Nguyen", "Daniel Okafor", "Mei Lin",
             "Tom Apatiq", "Nathan Whitford", LONG.strip()]  # fmt: skip
    people = [
        User.objects.create_user(f"person{number}@example.org", name=name)
        for number, name in enumerate(names)
    ]
    for person in people:
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)
    return people


@pytest.fixture
def answered(answer, team):
    """Five answers in French, four in English; in each one keeps copies 14 days."""

    def html(*paragraphs):
        return "".join(f"<p>{each}</p>" for each in paragraphs)

    sofia, claire, samuel, daniel, mei, tom, nathan, long = team
    for author, days in ((None, 30), (sofia, 30), (claire, 14), (samuel, 30)):
        text = html(COPY["fr"], NIGHTLY["fr"].format(days))
        answer("1.1", text, by=author)
    answer("1.1", html(NIGHTLY["fr"].format(30), TEST), by=long)
    for author, days in ((daniel, 30), (mei, 30), (tom, 14), (nathan, 30)):
        text = html(COPY["en"], NIGHTLY["en"].format(days))
        answer("1.1", text, by=author, language="en")


@pytest.fixture
def combining(new_page, sign_in, people, project, answered):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("combine", project, "1.1") + "?in=fr")
    wait_until_idle(page)
    return page


def box(page, letter, number):
    name = f"French, wording {letter} (passage {number})"
    return page.get_by_role("checkbox", name=name, exact=True)


def note(page, words):
    return page.locator("[data-note]").get_by_text(words)


def credit(page):
    return page.locator("[data-credit-list]")


def test_a_tick_puts_a_wording_in_the_place_of_its_rival_or_beside_it(combining):
    page = combining
    box(page, "B", 2).check()
    expect(box(page, "A", 2)).not_to_be_checked()
    expect(editor(page)).to_have_text(COPY["fr"] + NIGHTLY["fr"].format(14))
    expect(note(page, "takes the place of French, wording A.")).to_be_visible()

    page.get_by_role("button", name="Take both").click()
    expect(box(page, "A", 2)).to_be_checked()
    expect(editor(page)).to_have_text(
        COPY["fr"] + NIGHTLY["fr"].format(30) + NIGHTLY["fr"].format(14)
    )
    box(page, "A", 2).uncheck()
    expect(editor(page)).to_have_text(COPY["fr"] + NIGHTLY["fr"].format(14))


def test_a_tick_after_typing_keeps_what_was_typed_and_says_what_it_did(combining):
    page = combining
    editor(page).press("ControlOrMeta+End")
    page.keyboard.type(" Et encore.")
    edited = NIGHTLY["fr"].format(30) + " Et encore."
    box(page, "A", 3).check()
    expect(editor(page)).to_have_text(COPY["fr"] + edited + TEST)
    box(page, "B", 2).check()
    expect(editor(page)).to_have_text(
        COPY["fr"] + edited + NIGHTLY["fr"].format(14) + TEST
    )
    expect(note(page, "You have edited French, wording A")).to_be_visible()
    box(page, "B", 2).uncheck()
    expect(editor(page)).to_have_text(COPY["fr"] + edited + TEST)


def test_the_credit_follows_ticks_and_edits(combining):
    page = combining
    expect(credit(page)).to_contain_text("Sofia Roy")
    expect(credit(page).get_by_text("Claire Lemieux")).to_be_visible()  # passage 1
    box(page, "A", 1).uncheck()
    expect(credit(page).get_by_text("Claire Lemieux")).to_be_hidden()
    box(page, "B", 2).check()
    expect(credit(page).get_by_text("Claire Lemieux")).to_be_visible()
    expect(credit(page).get_by_text("Sofia Roy")).to_be_hidden()

    editor(page).press("ControlOrMeta+A")
    page.keyboard.type("Tout autre chose, de ma main.")
    expect(credit(page).get_by_text("nobody else")).to_be_visible()


def test_whom_the_page_credits_is_credited(combining):
    page = combining
    box(page, "A", 1).uncheck()
    box(page, "B", 2).check()
    box(page, "A", 3).check()
    expect(editor(page)).to_have_text(NIGHTLY["fr"].format(14) + TEST)
    shown = credit(page).locator("[data-version]:visible")
    expect(shown).to_have_count(2)
    page.get_by_role("button", name="Save and agree on this text").click()
    expect(page.get_by_text("Your combined text is agreed")).to_be_visible()

    combined = Decision.objects.get().version
    assert {str(each.answer.author) for each in combined.sources.all()} == {
        "Claire Lemieux",
        LONG.strip(),
    }


def test_enter_in_the_note_saves_and_never_puts_the_result_together_anew(combining):
    page = combining
    editor(page).press("ControlOrMeta+A")
    page.keyboard.type("De ma main.")
    page.get_by_label("Note about this version").fill("Court.")
    page.get_by_label("Note about this version").press("Enter")
    expect(page.get_by_text("Your combined text is agreed")).to_be_visible()

    assert Decision.objects.get().version.content == {"answer": "<p>De ma main.</p>"}


def test_passages_are_stepped_through_by_button_and_key(
    new_page, sign_in, people, project, answered
):
    page = new_page("en")
    sign_in(page, people.amina)
    page.goto(page_address("review_question", project, "1.1"))
    wait_until_idle(page)
    page.get_by_role("button", name="Next passage").click()
    expect(page.locator("#passage-1")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#passage-2")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#passage-1")).to_be_focused()


def test_pages_of_many_answers_are_accessible_and_fit(
    new_page, sign_in, people, project, answered, look_at
):
    page = new_page()
    sign_in(page, people.amina)
    review = page_address("review_question", project, "1.1")
    combine = page_address("combine", project, "1.1")
    for address in (
        f"{review}?layout=passages",
        f"{review}?layout=columns",
        f"{review}?layout=two",
        f"{combine}?in=fr",
        f"{combine}?in=en",
    ):
        look_at(page, address)
