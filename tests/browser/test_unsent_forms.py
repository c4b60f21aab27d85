"""What becomes of a form's text: sent, set aside, or met by another window's."""

import pytest
from playwright.sync_api import expect

from questionnaire.models import AnswerVersion, Comment, Event, FormDraft
from questionnaire.vocabulary import FormName, Verb
from tests.browser.test_form_drafts import FormInBrowser, kept_words, open_form, world
from tests.browser.waiting import (
    wait_for_answer,
    wait_for_value,
    wait_until,
    wait_until_idle,
)
from tests.long_forms import LONG_FORMS

__all__ = ["open_form", "world"]


def form_named(name):
    return next(each for each in LONG_FORMS if each.name == name)


@pytest.fixture
def reopening(open_form):
    """Amina’s page for reopening a finished plan."""
    return open_form(form_named(FormName.REOPENING))


def box(opened):
    return opened.boxes[0]


def test_what_is_sent_is_not_put_back(reopening):
    reopening.type("Un partenaire")
    reopening.form.get_by_role("button", name="Reopen the plan").click()
    reopening.page.get_by_text("The plan is open again").wait_for()

    assert (
        "Un partenaire" in Event.objects.get(verb=Verb.PROJECT_REOPENED).data["reason"]
    )
    wait_until(lambda: not FormDraft.objects.exists())
    has_cookie = "document.cookie.includes('sent_forms')"
    wait_for_answer(reopening.page, has_cookie, True)


def test_a_comment_that_was_sent_leaves_the_form_empty_after_a_reload(open_form):
    opened = open_form(form_named(FormName.COMMENT))
    opened.type("Entier")
    opened.form.locator("#comment-post").click()
    opened.page.locator(".contribution", has_text="Entier").wait_for()
    opened.reload()

    expect(box(opened)).to_have_value("")
    assert Comment.objects.filter(body__contains="Entier").count() == 1
    assert kept_words("comment") == ""


def test_a_form_whose_sending_failed_has_its_text_when_its_author_returns(reopening):
    page = reopening.page
    reopening.type("Parti?")
    page.route("**/reopen/", lambda route: route.abort())
    page.context.set_offline(True)
    reopening.form.get_by_role("button", name="Reopen the plan").click()
    # Its own page of the error: until then, another address would be given up for it.
    wait_until(lambda: page.url.startswith("chrome-error:"), page=page)
    page.unroute("**/reopen/")
    page.context.set_offline(False)
    reopening.visit()

    reopening.expect_words("Parti?")


def test_starting_again_empties_the_form_and_keeps_the_text_among_recovered_drafts(
    reopening,
):
    reopening.type("Premier jet")
    reopening.reload()
    page = reopening.page
    page.get_by_role("button", name="Start again without it").click()
    page.get_by_text("Your text is kept for 30 days").wait_for()

    expect(box(reopening)).to_have_value("")
    reopening.reload()
    expect(box(reopening)).to_have_value("")
    page.goto("/en/account/recovered/")
    expect(page.locator("main")).to_contain_text("Premier jet")
    page.get_by_role("button", name="Put it back into the form").click()
    page.wait_for_url("**/reopen/")
    reopening.wait()
    reopening.expect_words("Premier jet")


def test_text_typed_on_another_device_is_there(reopening, new_page, sign_in, people):
    reopening.type("Depuis le bureau")
    wait_until(lambda: "bureau" in kept_words("reopening"), page=reopening.page)
    elsewhere = new_page("fr")
    sign_in(elsewhere, people.amina)
    there = FormInBrowser(
        elsewhere, reopening.address.replace("/en/", "/fr/"), "reopening"
    )
    there.visit()

    there.expect_words("Depuis le bureau")
    banner = elsewhere.locator("[data-recovery]")
    expect(banner).to_contain_text("est de retour dans le formulaire")


def test_of_two_windows_texts_one_is_chosen_and_the_other_recovered(reopening):
    second = FormInBrowser(
        reopening.page.context.new_page(), reopening.address, "reopening"
    )
    second.visit()
    reopening.type("De la première")
    wait_until(lambda: "première" in kept_words("reopening"), page=reopening.page)
    second.type("De la seconde")
    expect(second.line).to_contain_text("Another window keeps other text")
    second.page.get_by_role("button", name="Keep the text that stands here").click()

    expect(second.line).to_contain_text("Kept as a draft")
    assert "seconde" in kept_words("reopening")
    aside = FormDraft.objects.get(is_set_aside=True)
    assert aside.fields == {"reason": " De la première"}


def test_a_refused_form_keeps_its_text_and_offers_nothing_else(open_form):
    opened = open_form(form_named(FormName.GUIDANCE))
    french = opened.form.locator("[name=body_fr]")
    french.press_sequentially("Seulement en français")
    opened.form.locator("button[value=save]").click()
    opened.page.locator(".error-summary").wait_for()
    opened.wait()
    expect(opened.page.locator("[data-recovery]")).to_have_count(0)
    opened.visit()

    expect(french).to_have_value("Seulement en français")
    expect(opened.page.locator("[data-recovery]")).to_have_count(1)
    assert not FormDraft.objects.filter(is_set_aside=True).exists()


def test_a_correction_that_is_cancelled_is_set_aside_and_the_form_folds(open_form):
    opened = open_form(form_named(FormName.CORRECTION))
    opened.type("plus précisément")
    opened.form.get_by_role("button", name="Cancel").click()

    expect(box(opened)).to_have_value("Où?")
    expect(box(opened)).to_be_hidden()
    wait_for_value(
        lambda: [each.fields for each in FormDraft.objects.all()],
        [{"body": "Où? plus précisément"}],
    )


def test_on_a_shared_computer_nothing_of_a_form_stays_in_the_browser(
    new_page, world, people
):
    form = form_named(FormName.COMMENT)
    page = new_page("en", expected_errors=["Failed to load resource"])
    page.goto(form.address(world))
    page.locator("input[name=login]").fill("amina@example.org")
    page.locator("input[name=password]").fill("correct horse")
    page.locator("input[name=shared]").check()
    page.locator("main button[type=submit]").click()
    opened = FormInBrowser(page, form.address(world), "comment")
    opened.wait()
    page.route("**/drafts/", lambda route: route.abort())
    opened.type("Secret")
    expect(opened.line).to_contain_text("Trying again in")

    names = "(storage) => Object.keys(storage).filter((name) => /draft/.test(name))"
    wait_for_answer(page, f"({names})(sessionStorage).length", 1)
    wait_for_answer(page, f"({names})(localStorage)", [])
    wait_for_answer(page, "indexedDB.databases()", [])


# --- Combining ---------------------------------------------------------------------


@pytest.fixture
def combining(open_form):
    """Amina’s page for combining two answers."""
    return open_form(form_named(FormName.COMBINATION))


def tick(combining, text):
    combining.page.locator("[data-wording]", has_text=text).locator("input").click()


def test_putting_the_result_together_anew_keeps_what_was_edited(combining):
    page = combining.page
    combining.type("Et vérifié.")
    page.get_by_role("button", name="Put the result together anew").click()
    page.get_by_text("What you had edited is kept for 30 days").wait_for()
    combining.wait()

    expect(combining.form.locator("[role=textbox]")).to_have_text("Sur le réseau.")
    expect(page.locator("[data-recovery]")).to_have_count(0)
    page.goto("/en/account/recovered/")
    expect(page.locator("main")).to_contain_text("Sur le réseau. Et vérifié.")


def test_what_was_combined_and_ticked_is_back_after_a_reload_and_is_then_agreed(
    combining,
):
    page = combining.page
    tick(combining, "Sur un disque chiffré.")
    wait_until_idle(page)
    combining.type("Et vérifié.")
    combining.reload()

    expect(page.locator("input[name=take]:checked")).to_have_count(2)
    expect(page.get_by_role("list", name="Credited")).to_contain_text("Paul Martin")
    page.get_by_role("button", name="Save and agree on this text").click()
    page.get_by_text("Your combined text is agreed").wait_for()
    newest = AnswerVersion.objects.order_by("-pk").first()
    assert newest.content["answer"] == (
        "<p>Sur le réseau.</p><p>Sur un disque chiffré. Et vérifié.</p>"
    )
    assert newest.sources.filter(answer__author__name="Paul Martin").exists()
    assert not FormDraft.objects.exists()
