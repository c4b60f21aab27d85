"""Writing in two languages, in a real browser."""

import pytest
from playwright.sync_api import expect

from questionnaire.models import Answer, AnswerVersion, Draft
from tests.browser.answering import editor, visit_question, write
from tests.browser.variants import expect_to_fit
from tests.browser.waiting import wait_for_answer, wait_until, wait_until_idle
from tests.questions import page_address

FRENCH = "Les données brutes sont conservées sur le serveur de l’université."
ENGLISH = "The raw data are kept on the encrypted server of the university."
FR = [
    "Le projet produit trois jeux de données nouveaux, dont un sondage bilingue.",
    "Le sondage compte environ 900 répondantes et répondants dans trois villes.",
    "Le volume total prévu est d’environ 60 Go, dont presque tout est de l’audio.",
]
EN = [
    "The project produces three new datasets, among them a bilingual survey.",
    "The survey has about 900 respondents in three cities.",
    "The total volume expected is about 60 GB, nearly all of it audio.",
]


def html(paragraphs):
    return "".join(f"<p>{each}</p>" for each in paragraphs)


@pytest.fixture
def open_question(new_page, sign_in, people, project):
    """A function that opens question 1.1 as Amina, in English: (query) → the page."""

    def open_question(query="", **options):
        page = new_page("en", **options)
        sign_in(page, people.amina)
        visit_question(page, page_address("question", project, "1.1") + query)
        return page

    return open_question


def note(page):
    return page.locator("[data-language-note]").first


@pytest.mark.parametrize("name", ["question", "section"])
def test_what_is_being_typed_is_there_on_the_page_in_the_other_language(
    new_page, sign_in, people, project, name
):
    page = new_page("en")
    sign_in(page, people.amina)
    argument = "1.1" if name == "question" else 1
    visit_question(page, page_address(name, project, argument))
    write(page, ENGLISH)
    page.get_by_role("link", name="Français", exact=True).click()
    page.wait_for_url("**/fr/**")
    wait_until_idle(page)

    expect(editor(page)).to_have_text(ENGLISH)
    expect(editor(page)).to_have_attribute("lang", "en")


def test_choosing_the_other_language_at_the_editor_loses_nothing(open_question):
    page = open_question()
    write(page, ENGLISH)
    bar = page.get_by_role("navigation", name="Language of the answer")
    bar.get_by_role("link", name="French").click()
    page.wait_for_url("**?in=fr")
    wait_until_idle(page)

    expect(editor(page)).to_have_text("")
    expect(editor(page)).to_have_attribute("lang", "fr")
    expect(page.locator("[data-written-elsewhere]")).to_contain_text("in English")
    version = AnswerVersion.objects.get()
    assert version.answer.language == "en"
    assert ENGLISH in version.content["answer"]


def test_text_in_the_other_language_is_noticed_while_it_is_typed_and_moved_by_a_click(
    open_question,
):
    page = open_question()
    expect(note(page)).to_be_hidden()
    write(page, FRENCH)

    expect(note(page)).to_contain_text("This text seems to be in French")
    expect(page.locator("#announce")).to_contain_text("seems to be in French")
    note(page).get_by_role("button", name="Move it to the French answer").click()
    page.wait_for_url("**?in=fr")
    wait_until_idle(page)

    expect(editor(page)).to_have_text(FRENCH)
    expect(editor(page)).to_have_attribute("lang", "fr")
    newest = AnswerVersion.objects.filter(answer__language="en").latest("number")
    assert newest.content == {}
    assert not Draft.objects.exists()


def test_a_dismissed_note_never_returns(open_question):
    page = open_question()
    write(page, FRENCH)
    note(page).get_by_role("button", name="Leave it here").click()
    wait_until(
        lambda: Answer.objects.filter(is_language_confirmed=True).exists(), page=page
    )
    page.wait_for_url("**?in=en")
    wait_until_idle(page)
    expect(editor(page)).to_have_text(FRENCH)
    with page.expect_response("**/draft/"):
        write(page, f" {FRENCH}")

    wait_until_idle(page)
    expect(note(page)).to_be_hidden()


def test_the_note_goes_when_its_text_goes(open_question):
    page = open_question()
    write(page, FRENCH)
    expect(note(page)).to_contain_text("seems to be in French")
    editor(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(ENGLISH)

    expect(note(page)).to_be_hidden()


def test_the_note_goes_at_once_with_an_emptied_text_even_without_network(open_question):
    page = open_question(expected_errors=["INTERNET_DISCONNECTED"])
    write(page, FRENCH)
    expect(note(page)).to_contain_text("seems to be in French")
    page.context.set_offline(True)
    editor(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")

    expect(note(page)).to_be_hidden()


def test_text_after_an_emptied_one_is_noticed_again_though_that_was_left(
    open_question,
):
    page = open_question()
    write(page, FRENCH)
    note(page).get_by_role("button", name="Leave it here").click()
    page.wait_for_url("**?in=en")
    wait_until_idle(page)
    editor(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    wait_until(
        lambda: not Answer.objects.filter(is_language_confirmed=True).exists(),
        page=page,
    )
    write(page, FRENCH)

    expect(note(page)).to_contain_text("seems to be in French")


def test_saving_stays_once_where_it_notices_the_language_only_then(
    open_question, project
):
    page = open_question()
    write(page, FRENCH)
    with page.expect_response("**/save/"):
        page.keyboard.press("Control+Enter")

    expect(note(page)).to_contain_text("seems to be in French")
    page.wait_for_url(f"**{page_address('question', project, '1.1')}")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{page_address('question', project, '1.2')}*")


def test_the_skip_link_ends_in_the_editor(open_question):
    page = open_question()
    page.locator("a.skip-link", has_text="Skip to my answer").focus()
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Here.")

    expect(editor(page)).to_have_text("Here.")
    # The tools are one stop away, however many links stand before them.
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".prose-toolbar button:focus")).to_have_count(1)


# ---- Side by side -------------------------------------------------------------------


def test_each_paragraph_stands_beside_its_source(open_question, answer):
    answer("1.1", html(FR))
    answer("1.1", html([EN[0], EN[1] * 3, EN[2]]), language="en")
    page = open_question("?in=en&beside=mine")

    wait_for_answer(
        page,
        """() => {
          const top = (element) => {
            const text = document.createRange();
            text.selectNodeContents(element);
            return Math.round(text.getClientRects()[0].top);
          };
          const source = document.querySelectorAll("[data-target] .prose > p");
          const text = document.querySelectorAll("[role=textbox] > p");
          return [...source].map((each, at) => Math.abs(top(each) - top(text[at])));
        }""",
        [0, 0, 0],
    )


def test_the_state_of_a_paragraph_follows_what_is_typed(open_question, answer):
    answer("1.1", html(FR))
    answer("1.1", html(EN), language="en")
    answer("1.1", html([FR[0], FR[1].replace("900", "1 200"), FR[2]]), base=1)
    page = open_question("?in=en&beside=mine")
    second = page.locator("[data-target='1']")
    expect(second).to_contain_text("Out of date")
    expect(second.locator("del")).to_contain_text("900")
    editor(page).get_by_text(EN[1]).click()
    page.keyboard.press("End")
    page.keyboard.type(" Now 1,200.")

    expect(second).to_contain_text("In progress")
    page.keyboard.press("Control+s")
    expect(second).to_contain_text("Up to date")
    expect(editor(page)).to_contain_text("Now 1,200.")


def test_marking_as_up_to_date_takes_what_was_typed_along(open_question, answer):
    answer("1.1", html(FR))
    answer("1.1", html(EN), language="en")
    answer("1.1", html([FR[0].replace("trois", "quatre"), *FR[1:]]), base=1)
    page = open_question("?in=en&beside=mine")
    expect(page.locator("[data-target='0']")).to_contain_text("Out of date")
    write(page, " More or less.")
    page.get_by_role("button", name="Mark as up to date").click()

    expect(
        page.get_by_text("Your translation is marked as up to date.")
    ).to_be_visible()
    expect(editor(page)).to_contain_text("More or less.")
    expect(page.locator("[data-target='0']")).to_contain_text("Up to date")


def test_a_paragraph_of_the_source_is_copied_where_it_belongs(open_question, answer):
    answer("1.1", html(FR))
    answer("1.1", html(EN), language="en")
    added = "Les entrevues durent une heure, et sont toutes transcrites par l’équipe."
    answer("1.1", html([FR[0], added, *FR[1:]]), base=1)
    page = open_question("?in=en&beside=mine")
    page.get_by_role("button", name="Copy the source here").click()

    expect(editor(page).locator("p").nth(1)).to_have_text(added)
    expect(editor(page).locator("p")).to_have_count(4)
    wait_until_idle(page)
    expect(note(page)).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_two_languages_are_accessible_and_fit(
    open_question, answer, check_accessibility, width, dark
):
    answer("1.1", html(FR))
    answer("1.1", html(EN[:2]), language="en")
    answer("1.1", html([FR[0], FR[1].replace("900", "1 200"), FR[2] * 4]), base=1)
    page = open_question("?in=en&beside=mine", width=width, dark=dark)

    check_accessibility(page)
    expect_to_fit(page)
    page.goto(page.url.replace("in=en&beside=mine", "in=en"))
    write(page, "")
    page.keyboard.press("Enter")
    page.keyboard.type(FRENCH)
    expect(note(page)).to_be_visible()
    check_accessibility(page)
    expect_to_fit(page)
