"""Nothing typed is ever lost: each test ends with the text on the server, or offered.

The ways to lose text that people meet: a server that stops, no network, a session
that ends, an error, two windows, a tab that is closed, another language, the back
button, a very long paste.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from questionnaire.models import Answer, AnswerVersion, Draft, RecoveredDraft
from tests.browser.answering import (
    TEXT,
    editor,
    leave_without_network,
    paste,
    save_line,
    visit_question,
    wait_for_saving,
    write,
)
from tests.browser.tcp_proxy import TcpProxy
from tests.browser.waiting import (
    wait_for_answer,
    wait_for_value,
    wait_until,
    wait_until_idle,
)
from tests.questions import page_address, slug_of

AUTOSAVES = "**/draft/"
# What the line says to somebody alone.
DRAFTED = re.compile(r"Brouillon, \d+\sh.*: pas encore dans le plan")
SAVED = re.compile(r"Version\s\d, \d+\sh.*: enregistrée")


@pytest.fixture
def url(project):
    return page_address("question", project, "1.1").replace("/en/", "/fr/")


@pytest.fixture
def open_question(new_page, sign_in, people, url):
    """A function that opens Amina's question in a browser of its own."""

    def open_page(address=url, expected_errors=("Failed to load resource",), **options):
        page = new_page("fr", expected_errors=expected_errors, **options)
        sign_in(page, people.amina)
        visit_question(page, address)
        return page

    return open_page


def draft_text():
    draft = Draft.objects.first()
    return draft.content.get("answer") if draft else None


def version_text():
    version = AnswerVersion.objects.order_by("-pk").first()
    return version.content["answer"] if version else None


def banner(page):
    return page.locator("div[data-recovery]")


# --- The line --------------------------------------------------------------------


def test_typing_is_kept_by_itself_and_only_then_called_a_draft(open_question):
    page = open_question()
    note_states(page)
    write(page)

    expect(save_line(page)).to_contain_text(DRAFTED)
    wait_for_answer(page, "states.map(each => each.name)", ["dirty", "drafted"])
    wait_for_answer(page, "states[0].text", "Pas encore enregistré")
    assert draft_text() == f"<p>{TEXT}</p>"
    assert not AnswerVersion.objects.exists()


def note_states(page):
    """Let the page record what its save line says, except “Saving…”."""
    save_line(page).evaluate(
        """(line) => {
          window.states = [];
          new MutationObserver(() => {
            const [name, text] = [line.dataset.state, line.textContent.trim()];
            if (name !== "saving") states.push({ name, text });
          }).observe(line, { attributeFilter: ["data-state"] });
        }"""
    )


def test_the_shortcut_makes_a_version_with_its_note_and_stays(open_question):
    page = open_question()
    write(page)
    page.locator(".save-note summary").click()
    page.locator("[name=note]").fill("Avant la réunion")
    page.keyboard.press("Control+s")

    wait_until(AnswerVersion.objects.exists)
    version = AnswerVersion.objects.get()
    assert (version.content["answer"], version.note) == (
        f"<p>{TEXT}</p>",
        "Avant la réunion",
    )
    expect(page.locator("[name=note]")).to_have_value("")
    expect(page.get_by_role("link", name="Version 1")).to_be_visible()
    expect(page.locator("#announce")).to_contain_text(SAVED)
    assert not Draft.objects.exists()


def test_leaving_the_question_makes_a_version(open_question):
    page = open_question()
    write(page)
    page.locator("a[rel=next]").click()

    page.wait_for_url(f"**/questions/{slug_of('1.2')}/")
    wait_for_value(version_text, f"<p>{TEXT}</p>")


# --- What goes wrong -------------------------------------------------------------


def test_a_server_that_dies_while_one_types(open_question, live_server, url, request):
    proxy = TcpProxy(live_server.thread.port)
    request.addfinalizer(proxy.cut)
    page = open_question()
    page.clock.install()
    visit_question(page, f"{proxy.url}{url}")
    write(page, "Le lichen ")
    expect(save_line(page)).to_contain_text(DRAFTED)
    tried, ended = [], []
    page.on("request", lambda request: tried.append(request))
    # What was under way before the server died may still be answered.
    page.on("requestfinished", lambda request: ended.append(request))
    page.on("requestfailed", lambda request: ended.append(request))
    proxy.cut()

    write(page, "garde la mémoire du Nord.")
    expect(save_line(page)).to_contain_text("Nouvel essai dans")
    assert TEXT not in draft_text()

    page.clock.pause_at(page.evaluate("Date.now() + 100"))  # it tries no more by itself
    wait_until(lambda: all(each in ended for each in tried), page=page)
    proxy.open()
    save_line(page).get_by_role("button", name="Réessayer").click()

    expect(save_line(page)).to_contain_text(DRAFTED)
    assert draft_text() == f"<p>{TEXT}</p>"


def test_a_reply_that_is_lost_stores_nothing_twice(open_question):
    page = open_question()
    lost = []

    def lose_first_reply(route):
        reply = route.fetch()
        if lost:
            route.fulfill(response=reply)
        else:
            lost.append(route.request.post_data_json["save_id"])
            route.abort()

    page.route(AUTOSAVES, lose_first_reply)
    write(page)

    expect(save_line(page)).to_contain_text(DRAFTED)
    assert Draft.objects.get().revision == 1
    assert str(Draft.objects.get().save_id) == lost[0]


def test_no_network(open_question):
    page = open_question()
    page.context.set_offline(True)
    write(page)
    expect(save_line(page)).to_contain_text("Vous êtes hors ligne")

    page.context.set_offline(False)

    expect(save_line(page)).to_contain_text(DRAFTED)
    assert draft_text() == f"<p>{TEXT}</p>"


def test_a_page_left_without_network_offers_its_text_again(open_question, url):
    page = open_question()
    page.context.set_offline(True)
    write(page)
    again = leave_without_network(page)
    again.goto(url)

    expect(banner(again)).to_contain_text("Nous avons trouvé un texte")
    expect(editor(again)).to_have_text("")
    again.get_by_role("button", name="Le rétablir").click()

    expect(editor(again)).to_have_text(TEXT)
    expect(save_line(again)).to_contain_text(DRAFTED)
    assert draft_text() == f"<p>{TEXT}</p>"


def test_text_that_is_not_wanted_is_kept_for_a_month(open_question, url):
    page = open_question()
    page.context.set_offline(True)
    write(page)
    again = leave_without_network(page)
    again.goto(url)
    again.get_by_role("button", name="Garder la réponse enregistrée").click()
    expect(banner(again)).to_have_count(0)

    assert RecoveredDraft.objects.get().content["answer"] == f"<p>{TEXT}</p>"
    again.goto("/fr/account/recovered/")
    again.get_by_role("button", name="Rétablir").click()
    expect(editor(again)).to_have_text(TEXT)
    assert AnswerVersion.objects.get().origin == "recovered"


def test_a_session_that_ends(open_question, sign_in, people, url):
    page = open_question()
    Session.objects.all().delete()
    write(page)
    expect(save_line(page)).to_contain_text("Votre session est terminée")
    expect(page.locator("#announce-now")).to_contain_text("Votre texte est conservé")

    with page.expect_popup() as opened:
        save_line(page).get_by_role("link", name="Ouvrir une session").click()
    tab = opened.value
    tab.locator("input[name=login]").fill("amina@example.org")
    tab.locator("input[name=password]").fill("correct horse")
    tab.locator("main button[type=submit]").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("ouverte")

    expect(save_line(page)).to_contain_text(DRAFTED)
    assert draft_text() == f"<p>{TEXT}</p>"


def test_somebody_else_who_signs_in_does_not_get_the_text(
    open_question, sign_in, people
):
    page = open_question()
    sign_in(page, people.paul)
    write(page)

    expect(save_line(page)).to_contain_text("Votre session est terminée")
    assert not Answer.objects.exists()


def test_an_error_of_the_server(open_question):
    page = open_question()
    page.route(AUTOSAVES, lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    write(page)
    expect(save_line(page)).to_contain_text("Nouvel essai dans")

    page.unroute(AUTOSAVES)

    expect(save_line(page)).to_contain_text(DRAFTED)
    assert draft_text() == f"<p>{TEXT}</p>"


def test_two_windows(open_question, url):
    first = open_question()
    second = first.context.new_page()
    visit_question(second, url)
    write(first, "Texte de la première.")
    first.keyboard.press("Control+s")
    expect(save_line(first)).to_contain_text(SAVED)
    write(second, "Texte de la seconde.")
    expect(save_line(second)).to_contain_text("modifiée dans une autre fenêtre")

    with second.expect_navigation():
        second.get_by_role("button", name="Voir les deux").click()
    wait_until_idle(second)
    second.get_by_label("Prendre les deux").check()
    result = second.locator("[id^=id_result-part_][id$=-editor]")
    expect(result).to_have_text("Texte de la première.Texte de la seconde.")
    with second.expect_navigation():
        second.get_by_role("button", name="Enregistrer ce résultat").click()

    expect(editor(second)).to_contain_text("Texte de la seconde.")
    versions = AnswerVersion.objects.order_by("number")
    assert [version.content["answer"] for version in versions] == [
        "<p>Texte de la première.</p>",
        "<p>Texte de la seconde.</p>",
        "<p>Texte de la première.</p><p>Texte de la seconde.</p>",
    ]
    assert versions[2].origin == "merged"
    assert set(versions[2].sources.all()) == set(versions[:2])


def test_a_tab_closed_right_after_typing(open_question, url):
    page = open_question()
    write(page)
    page.close(run_before_unload=False)
    again = page.context.new_page()
    visit_question(again, url)

    found = banner(again).or_(editor(again).get_by_text(TEXT))
    expect(found.first).to_be_visible()


def test_another_language_for_the_page(open_question):
    page = open_question()
    write(page)
    page.locator("a.language-toggle:visible").click()

    page.wait_for_url("**/en/**")
    expect(editor(page)).to_have_text(TEXT)
    assert version_text() == f"<p>{TEXT}</p>"


def test_the_back_button(open_question, project):
    overview = reverse("project_overview", args=[project.pk]).replace("/en/", "/fr/")
    page = open_question(f"{overview}questions/{slug_of('1.2')}/")
    page.locator("a[rel=prev]").click()
    page.wait_for_url(f"**/questions/{slug_of('1.1')}/")
    wait_for_saving(page)
    write(page)
    page.go_back()
    wait_for_saving(page)
    page.go_forward()
    wait_for_saving(page)

    expect(editor(page)).to_have_text(TEXT)
    assert version_text() == f"<p>{TEXT}</p>"


def test_a_paste_of_eighty_kilobytes(open_question, url):
    page = open_question()
    text = "mousse " * 11_500
    paste(page, text)

    expect(save_line(page)).to_contain_text(DRAFTED)
    assert len(draft_text()) > 80_000


def test_on_a_shared_computer_nothing_stays_in_the_browser(
    new_page, people, project, url
):
    page = new_page("fr", expected_errors=("Failed to load resource",))
    page.goto(url)
    page.locator("input[name=login]").fill("amina@example.org")
    page.locator("input[name=password]").fill("correct horse")
    page.locator("input[name=shared]").check()
    page.locator("main button[type=submit]").click()
    wait_for_saving(page)
    page.route(AUTOSAVES, lambda route: route.abort())
    write(page)
    expect(save_line(page)).to_contain_text("Nouvel essai dans")

    kept = """async () => {
      const count = (storage) =>
        Object.keys(storage).filter((name) => name.startsWith("draft:")).length;
      const databases = await indexedDB.databases();
      return [count(localStorage), databases.length, count(sessionStorage)];
    }"""
    wait_for_answer(page, kept, [0, 0, 1])


def test_signing_out_warns_when_something_is_unsaved(open_question):
    page = open_question()
    page.route(AUTOSAVES, lambda route: route.abort())
    write(page)
    page.get_by_role("button", name="Fermer la session").click()

    expect(page.get_by_text("n’est pas encore enregistrée")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/questions/{slug_of('1.1')}/"))


def test_on_a_section_page_each_question_has_its_own_line(open_question, project):
    section = reverse("section", args=[project.pk, 1]).replace("/en/", "/fr/")
    page = open_question(section)
    second = page.locator(f"#q-{slug_of('1.2')}[data-saving=ready]")
    second.locator("[role=textbox]").click()
    page.keyboard.type(TEXT)

    expect(second.locator("span[data-save-line]")).to_contain_text(DRAFTED)
    expect(save_line(page)).to_have_text("Pas encore enregistré")
    assert Draft.objects.get().answer.question.number == 2
    page.keyboard.press("Control+s")
    wait_for_value(version_text, f"<p>{TEXT}</p>")
    assert AnswerVersion.objects.get().answer.question.number == 2
