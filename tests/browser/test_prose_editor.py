"""The prose editor in a real browser: keys, pastes, links, and life without it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import editor_urls
from tests.browser.variants import VARIANTS, expect_to_fit
from tests.browser.waiting import wait_for_answer
from tests.paste_samples import GOOGLE_DOCS, WEB_PAGE, WORD, WORD_TEXT

pytestmark = pytest.mark.urls("tests.browser.editor_urls")

STORED = (
    "<p>Une <strong>réponse</strong>&nbsp;: deux  espaces, «\u202foui\u202f», "
    '<a href="https://exemple.ca/?a=1&amp;b=2">ici</a>.</p><p></p>'
    '<ol start="3"><li><p>un</p><ul><li><p>deux</p></li></ul></li></ol>'
    "<blockquote><p>مرحبا 👩‍🔬</p></blockquote>"
)

PASTE = """([html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
  );
}"""


@pytest.fixture(autouse=True)
def stored():
    """What the server stores: nothing, until a test says otherwise."""
    editor_urls.stored.update(answer="", note="")
    return editor_urls.stored


@pytest.fixture
def open_editors(new_page):
    """A function that opens the page and waits for its two editors."""

    def open_page(**options):
        page = new_page(**options)
        page.goto(f"/{options.get('language', 'fr')}/editors/")
        expect(page.locator(".prose-editor.is-ready")).to_have_count(2)
        return page

    return open_page


def answer(page):
    return page.get_by_role("textbox", name="Answer")


def button(page, name):
    return page.get_by_role("toolbar").first.get_by_role("button", name=name)


def expect_html(page, html):
    """Wait until the first editor would post this HTML."""
    expect(page.locator("#id_answer")).to_have_value(html)


def delay_the_editor(page):
    """Hold back a page's editor until the returned function is called."""
    delayed = []
    is_released = False

    def hold(route):
        if is_released:
            route.continue_()
        else:
            delayed.append(route)

    def release():
        nonlocal is_released
        is_released = True
        for route in delayed:
            route.continue_()

    page.route("**/tiptap/editor*.js", hold)
    return release


def paste(page, html, text=""):
    answer(page).click()
    page.evaluate(PASTE, [html, text])


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()


# --- Keys and toolbar -------------------------------------------------------------


def test_an_answer_is_written_and_formatted_by_keyboard_alone(open_editors, stored):
    page = open_editors(language="en")
    page.locator("#id_answer-editor").focus()

    page.keyboard.type("Une ")
    page.keyboard.press("Control+b")
    page.keyboard.type("règle")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux")
    page.keyboard.press("Control+]")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("7. sept")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("> cité")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("toujours")
    save(page)

    assert stored["answer"] == (
        "<p>Une <strong>règle</strong></p>"
        "<ul><li><p>un</p><ul><li><p>deux</p></li></ul></li></ul>"
        '<ol start="7"><li><p>sept</p></li></ol>'
        "<blockquote><p>cité<br>toujours</p></blockquote>"
    )


def test_the_toolbar_is_one_stop_and_its_arrows_go_round(open_editors):
    page = open_editors(language="en")
    answer(page).click()
    page.keyboard.type("mot")
    page.keyboard.press("Control+a")

    page.keyboard.press("Shift+Tab")
    expect(button(page, "Bold")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(button(page, "Redo")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(button(page, "Italic")).to_be_focused()
    page.keyboard.press("Enter")

    expect_html(page, "<p><em>mot</em></p>")
    expect(button(page, "Italic")).to_have_attribute("aria-pressed", "true")
    expect(answer(page)).to_be_focused()


def test_buttons_say_what_can_be_done(open_editors):
    page = open_editors(language="en")
    expect(button(page, "Undo")).to_have_attribute("aria-disabled", "true")

    answer(page).click()
    button(page, "Bulleted list").click()
    page.keyboard.type("un")
    page.keyboard.press("Enter")

    expect(button(page, "Bulleted list")).to_have_attribute("aria-pressed", "true")
    expect(button(page, "Move down a list level")).to_have_attribute(
        "aria-disabled", "false"
    )
    button(page, "Move down a list level").click()
    page.keyboard.type("deux")
    button(page, "Move up a list level").click()
    button(page, "Undo").click()
    expect_html(page, "<ul><li><p>un</p><ul><li><p>deux</p></li></ul></li></ul>")


def test_tab_leaves_the_editor_even_from_a_list(open_editors):
    page = open_editors(language="en")
    answer(page).click()
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux")

    page.keyboard.press("Tab")

    expect(answer(page)).not_to_be_focused()
    expect_html(page, "<ul><li><p>un</p></li><li><p>deux</p></li></ul>")


def test_words_are_counted_while_typing(open_editors):
    page = open_editors(language="en")
    answer(page).click()

    page.keyboard.type("l’étude peut-être :")
    expect(page.get_by_text("2 words", exact=True)).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("un")
    expect(page.get_by_text("1 word", exact=True)).to_be_visible()


def test_the_label_the_hint_and_the_error_belong_to_the_editor(open_editors):
    page = open_editors(language="en")
    save(page)
    expect(page.locator(".prose-editor.is-ready")).to_have_count(2)

    expect(answer(page)).to_have_attribute("aria-invalid", "true")
    expect(answer(page)).to_have_attribute("aria-required", "true")
    expect(answer(page)).to_have_accessible_description(re.compile("Say it all"))
    page.get_by_role("link", name="To the error").click()
    expect(answer(page)).to_be_focused()
    page.locator("label", has_text="Note").click()
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()


# --- Links ----------------------------------------------------------------------


def test_a_link_is_made_changed_and_removed(open_editors):
    page = open_editors(language="en")
    answer(page).click()
    page.keyboard.type("guide")
    page.keyboard.press("Control+a")

    page.keyboard.press("Control+k")
    expect(page.get_by_label("Web or e-mail address")).to_be_focused()
    page.keyboard.type("exemple.ca/guide")
    page.keyboard.press("Enter")
    expect_html(page, '<p><a href="https://exemple.ca/guide">guide</a></p>')
    expect(answer(page)).to_be_focused()

    button(page, "Link").click()
    expect(page.get_by_label("Web or e-mail address")).to_have_value(
        "https://exemple.ca/guide"
    )
    page.keyboard.type("aide@exemple.ca")
    page.get_by_role("button", name="Apply").click()
    expect_html(page, '<p><a href="mailto:aide@exemple.ca">guide</a></p>')

    button(page, "Link").click()
    page.get_by_role("button", name="Remove the link").click()
    expect_html(page, "<p>guide</p>")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "un guide", "", "/accueil"])
def test_an_address_that_is_none_is_refused_in_words(open_editors, address):
    page = open_editors(language="en")
    answer(page).click()
    button(page, "Link").click()
    expect(page.get_by_label("Web or e-mail address")).to_be_focused()

    page.keyboard.type(address)
    page.keyboard.press("Enter")

    expect(page.get_by_text("This is not a web or e-mail address.")).to_be_visible()
    expect(page.get_by_label("Web or e-mail address")).to_be_focused()
    page.keyboard.press("Escape")
    expect(answer(page)).to_be_focused()
    expect_html(page, "")


def test_addresses_become_links_and_file_names_do_not(open_editors):
    page = open_editors(language="en")
    answer(page).click()

    page.keyboard.type("https://exemple.ca script.py LISEZ-MOI.md fin")

    expect_html(
        page,
        '<p><a href="https://exemple.ca">https://exemple.ca</a> '
        "script.py LISEZ-MOI.md fin</p>",
    )


# --- Pastes; the fixture fails a test on any Content-Security-Policy error ---------


def test_a_pasted_word_document_keeps_its_lists_and_its_bold(open_editors, stored):
    page = open_editors(language="fr")

    paste(page, WORD)
    save(page)

    assert stored["answer"] == (
        "<h3>Cueillette des récits</h3>"
        "<p>Nous rencontrerons <strong>30&nbsp;aînées et aînés</strong> "
        "en <em>innu-aimun</em> et en <strong>français</strong>&nbsp;; voir "
        '<a href="https://exemple.ca/protocole?v=2&amp;l=fr">le protocole</a>[1].</p>'
        "<ul><li><p>Entretiens</p><ul><li><p>bandes sonores</p>"
        "<ul><li><p>format WAV</p></li></ul></li><li><p>transcriptions</p></li></ul>"
        "</li><li><p>Photographies</p></li></ul><p>Ensuite&nbsp;:</p>"
        '<ol start="3"><li><p>Nettoyer</p></li><li><p>Déposer</p></li></ol>'
        "<table><tr><th>Fichier</th><th>Taille</th></tr>"
        "<tr><td>récits</td><td>2&nbsp;Go</td></tr></table>"
        "<p>Fin.</p><p>[1] Note de bas de page.</p>"
    )


def test_a_pasted_google_document_keeps_its_lists_and_is_not_all_bold(open_editors):
    page = open_editors()

    paste(page, GOOGLE_DOCS)

    expect_html(
        page,
        "<p>Des données <strong>sensibles</strong><em> et rares</em></p>"
        "<ul><li><p>Cartes</p><ul><li><p>SIG</p></li></ul></li>"
        '<li><p><a href="https://exemple.ca/x">Textes</a></p></li></ul>',
    )


def test_a_pasted_web_page_loses_its_menus_and_scripts(open_editors):
    page = open_editors()

    paste(page, WEB_PAGE)

    expect_html(
        page,
        "<h3>Gérer ses données</h3>"
        "<p>Un <strong>texte</strong>, H<sub>2</sub>O, un piège et "
        '<a href="https://exemple.ca">un site</a>.</p>'
        "<blockquote><p>Une citation</p></blockquote>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<p>première<br>seconde</p><p>Fin</p>",
    )


def test_pasted_plain_text_makes_lists_of_bullets_and_numbers(open_editors):
    page = open_editors()

    paste(page, "", WORD_TEXT)

    expect_html(
        page,
        "<p>Nous recueillons&nbsp;:</p>"
        "<ul><li><p>Entretiens</p></li><li><p>Photographies</p></li></ul>"
        "<p>Étapes&nbsp;:</p><ol><li><p>Nettoyer</p></li><li><p>Déposer</p></li></ol>"
        "<p>Une ligne<br>suivie d’une autre</p>",
    )


def test_copying_from_one_editor_to_the_other_keeps_everything(open_editors, stored):
    stored["answer"] = STORED
    page = open_editors(language="en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")

    page.get_by_role("textbox", name="Note").click()
    page.keyboard.press("Control+v")
    expect(page.locator("#id_note")).not_to_have_value("")
    save(page)

    assert stored["note"] == STORED


# --- Bytes, undo, and the functions for the page ---------------------------------


def test_saving_untouched_and_saving_again_keep_every_byte(open_editors, stored):
    stored["answer"] = STORED
    page = open_editors(language="en")
    save(page)
    assert stored["answer"] == STORED

    expect(page.locator(".prose-editor.is-ready")).to_have_count(2)
    answer(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    save(page)
    assert stored["answer"] == STORED


MODULE = "'studio/content/prose/fields'"


def test_the_page_can_read_replace_and_lock_the_text(open_editors, stored):
    stored["answer"] = "<p>un deux trois</p><p>fin</p>"
    page = open_editors(language="en")
    answer(page).click()
    page.keyboard.press("Control+End")
    page.evaluate("window.inputs = 0; addEventListener('input', () => inputs++)")

    changed = page.evaluate(
        f"""async () => {{
          const editor = await import({MODULE});
          const {{ countWords }} = await import("studio/content/prose/plain_text");
          const box = document.getElementById("id_answer");
          editor.setHTML(box, "<p>un <strong>deux</strong> quatre</p><p>fin</p>");
          const text = editor.getText(box);
          return [editor.getHTML(box), text, countWords(text)];
        }}"""
    )
    page.keyboard.type("!")

    html = "<p>un <strong>deux</strong> quatre</p><p>fin</p>"
    assert changed == [html, "un deux quatre\nfin", 4]
    expect_html(page, html.replace("fin", "fin!"))
    wait_for_answer(page, "inputs >= 2", True)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect_html(page, "<p>un deux trois</p><p>fin</p>")

    page.evaluate(
        f"import({MODULE}).then((editor) => editor.setReadOnly(id_answer, true))"
    )
    expect(answer(page)).to_have_attribute("aria-readonly", "true")
    expect(page.get_by_role("toolbar")).to_have_count(1)
    page.keyboard.type("x")
    expect_html(page, "<p>un deux trois</p><p>fin</p>")


def test_a_replacement_is_one_step_to_undo_apart_from_what_was_typed(open_editors):
    page = open_editors(language="en")
    answer(page).click()
    page.keyboard.insert_text("un")  # at once: one step, however slow the machine is
    page.evaluate(
        f"import({MODULE}).then((editor) => "
        "editor.setHTML(id_answer, '<p>un deux</p>'))"
    )
    page.keyboard.type("!")

    for html in ["<p>un deux!</p>", "<p>un deux</p>", "<p>un</p>", ""]:
        expect_html(page, html)
        page.keyboard.press("Control+z")


def test_starting_does_not_move_the_page(new_page, stored):
    stored["answer"] = STORED
    page = new_page(language="fr")
    release = delay_the_editor(page)
    page.goto("/fr/editors/")
    ends = """async () => {
      await document.fonts.ready;
      const boxes = [...document.querySelectorAll(".prose-editor")];
      return boxes.map((box) => box.getBoundingClientRect().bottom);
    }"""
    before = page.evaluate(ends)

    release()
    expect(page.locator(".prose-editor.is-ready")).to_have_count(2)

    wait_for_answer(page, ends, before)


# --- Without the editor -----------------------------------------------------------


def test_without_script_the_text_is_read_and_left_as_it_was(new_page, stored):
    stored["answer"] = STORED
    page = new_page(language="en", javascript=False)
    page.goto("/en/editors/")
    box = page.get_by_role("textbox", name="Answer")

    expect(box).to_have_value(re.compile(r"3\. un\n   - deux"))
    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(page.locator(".prose-note").first).to_be_visible()
    save(page)

    assert stored["answer"] == STORED


def test_without_script_the_text_can_be_changed(new_page, stored):
    stored["answer"] = STORED
    page = new_page(language="en", javascript=False)
    page.goto("/en/editors/")

    page.get_by_role("textbox", name="Answer").fill("Nouveau\n\n- un\n- deux <b>")
    save(page)

    assert stored["answer"] == (
        "<p>Nouveau</p><ul><li><p>un</p></li><li><p>deux &lt;b&gt;</p></li></ul>"
    )


@pytest.mark.parametrize("blocked", ["**/tiptap/editor*.js", "**/paste_repair*.js"])
def test_if_the_editor_cannot_be_loaded_plain_text_is_written(
    new_page, stored, blocked
):
    stored["answer"] = STORED
    page = new_page(language="en", expected_errors=["ERR_FAILED", "TypeError"])
    page.route(blocked, lambda route: route.abort())
    page.goto("/en/editors/")
    box = page.get_by_role("textbox", name="Answer")
    expect(box).to_be_visible()
    save(page)
    assert stored["answer"] == STORED

    page.get_by_role("textbox", name="Answer").fill("Texte")
    save(page)
    assert stored["answer"] == "<p>Texte</p>"


def test_the_page_can_add_to_plain_text_too(new_page, stored):
    stored["answer"] = "<p>Avant &amp;<br>après</p>"
    page = new_page(language="en", expected_errors=["ERR_FAILED", "TypeError"])
    page.route("**/tiptap/editor*.js", lambda route: route.abort())
    page.goto("/en/editors/")
    expect(page.locator(".prose-editor.is-plain")).to_have_count(2)

    page.evaluate(
        f"""async () => {{
          const {{ getHTML, setHTML }} = await import({MODULE});
          const more = "<p>Suite</p><ul><li><p>a</p></li><li><p>b</p></li></ul>";
          setHTML(id_answer, getHTML(id_answer) + more);
        }}"""
    )

    expect_html(page, "Avant &\naprès\n\nSuite\n\n- a\n- b")


def test_what_was_typed_before_the_editor_came_is_kept(new_page, stored):
    stored["answer"] = "<p>Avant</p>"
    page = new_page(language="en")
    release = delay_the_editor(page)
    page.goto("/en/editors/")

    # The box appears after eight seconds; the test does not wait that long.
    page.locator("#id_answer").evaluate("box => { box.value = 'Avant\\n- après' }")
    release()
    expect(page.locator(".prose-editor.is-ready")).to_have_count(2)
    save(page)

    assert stored["answer"] == "<p>Avant</p><ul><li><p>après</p></li></ul>"


# --- Accessibility ------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_editors_dialog_and_errors_are_accessible(
    open_editors, check_accessibility, stored, variant
):
    stored["answer"] = STORED
    page = open_editors(**variant._asdict())
    check_accessibility(page)

    button(page, re.compile("^(Link|Lien)$")).click()
    expect(page.locator("#link-dialog-address")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#link-dialog-error")).to_be_visible()
    check_accessibility(page)
    page.keyboard.press("Escape")
    expect(page.locator("#id_answer-editor")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    save(page)
    expect(page.locator(".prose-editor.is-ready")).to_have_count(2)
    check_accessibility(page)
    expect_to_fit(page)


def test_the_box_without_script_is_accessible(new_page, check_accessibility, stored):
    stored["answer"] = STORED
    page = new_page(
        language="fr", width=360, expected_errors=["ERR_FAILED", "TypeError"]
    )
    page.route("**/tiptap/editor*.js", lambda route: route.abort())
    page.goto("/fr/editors/")
    expect(page.locator(".prose-editor.is-plain")).to_have_count(2)

    check_accessibility(page)
