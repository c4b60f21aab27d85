"""Three people’s whole job: invited, written, reviewed, finished twice, compared.

The principal investigator, who reads French, works by keyboard alone.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from questionnaire.models import Edition, Membership
from questionnaire.vocabulary import Role
from tests.browser.answering import editor, visit_question
from tests.browser.keyboard import press, tab_to, type_into
from tests.browser.test_team_job import accept
from tests.questions import page_address, slug_of

NIGHT = "Les fichiers sont copiés chaque nuit."
MONTH = "Les fichiers sont copiés chaque mois, et vérifiés."
VAGUE = "Assez d’espace."
PRECISE = "Cinq cents gigaoctets."


@pytest.fixture
def amina(new_page, sign_in, people, project):
    """The principal investigator’s window, in French."""
    page = new_page("fr")
    sign_in(page, people.amina)
    return page


@pytest.fixture
def paul(new_page, sign_in, people, project):
    """Paul’s window, in English."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    page = new_page("en")
    sign_in(page, people.paul)
    return page


@pytest.fixture
def mei(new_page):
    """The window of Mei, who has no account yet, in English."""
    return new_page("en", expected_errors=["status of 401"])


def test_three_people_make_two_editions(amina, paul, mei, project):
    invite(amina, project, "mei@example.org")
    accept(mei, "mei@example.org", "Mei Tremblay")
    write(paul, project, "4.2", NIGHT)
    write(mei, project, "4.2", MONTH)
    write(mei, project, "4.1", VAGUE)
    send_to_review(paul, project, "Section 4 is ready.")

    agree_on_the_first_that_waits(amina, project)
    ask_for_changes(amina, project, "4.1", "Mei Tremblay", "Combien?")
    send_the_review(amina, project)
    [letter] = [each for each in mail.outbox if "Combien?" in each.body]
    assert letter.to == ["mei@example.org"]
    write(mei, project, "4.1", PRECISE)
    agree_on_the_first_that_waits(amina, project)

    finish(amina, project)
    assert agreed_texts(project, 1) == {"4.1": PRECISE, "4.2": MONTH}

    reopen(amina, project, "Un partenaire s’est joint au projet.")
    write(mei, project, "4.2", NIGHT)
    send_to_review(paul, project, "")
    agree_on_the_first_that_waits(amina, project, instead=True)
    finish(amina, project)
    assert agreed_texts(project, 2) == {"4.1": PRECISE, "4.2": NIGHT}
    assert agreed_texts(project, 1)["4.2"] == MONTH

    amina.goto(address("editions", project))
    press(amina, "a[href*='editions/compare/']")
    expect(amina.locator("main")).to_contain_text("1 question modifiée")
    expect(amina.locator("main ins").first).to_have_text("nuit")


def address(name, project, *args, language="fr"):
    path = page_address(name, project, *args)
    return path.replace("/en/", f"/{language}/", 1)


def invite(page, project, email):
    page.goto(address("members", project))
    type_into(page, "[name=emails]", email)
    tab_to(page, "[name=language][value=fr]:checked")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=language][value=en]")).to_be_checked()
    press(page, "#invite form button[type=submit]")
    expect(page.locator("main")).to_contain_text(email)


def write(page, project, label, text):
    """Replace one's answer by a text, in French."""
    question = address("question", project, label, language="en")
    visit_question(page, f"{question}?in=fr")
    editor(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.locator("button[value=continue]").click()
    expect(page).not_to_have_url(re.compile(f"questions/{slug_of(label)}/"))


def send_to_review(page, project, message):
    page.goto(address("submit", project, language="en"))
    page.get_by_label("Message").fill(message)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("The plan is in review.")).to_be_visible()


def agree_on_the_first_that_waits(page, project, *, instead=False):
    """Agree on what is chosen at first; `instead` of what stands, on the other."""
    page.goto(address("review_queue", project))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"questions/[-a-z]+/review/"))
    if instead:
        page.locator("input[name=versions]:not(:checked)").first.check()
        page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.locator("main")).to_contain_text("est retenue")


def ask_for_changes(page, project, label, name, reason):
    page.goto(address("review_question", project, label))
    expect(page.locator("[data-key=r]")).to_contain_text(name)
    page.keyboard.press("r")
    page.wait_for_url("**/review/request/**")
    type_into(page, "[name=body]", reason)
    press(page, "button[name=then][value=queue]")
    expect(page.locator("#asked")).to_be_visible()


def send_the_review(page, project):
    page.goto(address("review_queue", project))
    page.keyboard.press("s")
    page.wait_for_url("**/review/send/")
    press(page, "main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("La révision est envoyée")


def finish(page, project):
    page.goto(address("finish", project))
    tab_to(page, "#accept_gaps")
    page.keyboard.press("Space")
    press(page, "main form button[type=submit]")
    expect(page).to_have_url(re.compile("/editions/$"))


def reopen(page, project, reason):
    page.goto(address("editions", project))
    press(page, "main a[href$='/reopen/']")
    page.wait_for_url("**/reopen/")
    type_into(page, "[name=reason]", reason)
    press(page, "main form button[type=submit]")
    expect(page).not_to_have_url(re.compile("/reopen/"))
    page.goto(address("editions", project))
    expect(page.locator("main")).to_contain_text(reason)


def agreed_texts(project, number):
    """{label: text} of what an edition says in French."""
    plan = Edition.objects.get(project=project, number=number).plan
    return {
        f"{section['number']}.{question['number']}": re.sub(
            "</?p>", "", question["answers"]["fr"]["content"]["answer"]
        )
        for section in plan["sections"]
        for question in section["questions"]
        if question["answers"]
    }
