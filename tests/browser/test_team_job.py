"""Two people’s whole job in real browsers, from an invitation to a resolved comment."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from questionnaire.models import AnswerVersion, User
from questionnaire.vocabulary import Origin
from tests.browser.answering import editor, visit_question
from tests.questions import page_address, slug_of

FRENCH = "Les fichiers sont copiés chaque nuit sur Borealis."
ENGLISH = "Files are copied every night, and kept for ten years."


@pytest.fixture
def amina(new_page, sign_in, people, project):
    """Amina’s window, in French; the project is hers."""
    page = new_page("fr")
    sign_in(page, people.amina)
    return page


@pytest.fixture
def mei(new_page):
    """The window of Mei, who has no account yet, in English."""
    return new_page("en", expected_errors=["status of 401"])


def test_two_people_write_a_plan_together(amina, mei, people, project):
    invite(amina, project, "mei@example.org")
    accept(mei, "mei@example.org", "Mei Tremblay")
    answer(amina, project, "fr", FRENCH)
    answer(mei, project, "en", ENGLISH)
    compare(amina, project, "Mei Tremblay")
    copy_with_credit(amina, project, "Mei Tremblay")
    comment(mei, project, "Pendant dix ans, vraiment?")
    resolve(amina, project, "Pendant dix ans, vraiment?")


def address(name, project, language, *args):
    path = page_address(name, project, *args)
    return path.replace("/en/", f"/{language}/", 1)


def invite(page, project, email):
    page.goto(address("members", project, "fr"))
    page.locator("[name=emails]").fill(email)
    page.locator("[name=role][value=contributor]").check()
    page.locator("[name=language][value=en]").check()
    page.locator("#invite form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(email)


def accept(page, email, name):
    [letter] = [each for each in mail.outbox if email in each.to]
    link = re.search(r"https?://[^/\s]+(/\S*/invitations/\S+)", letter.body)[1]
    page.goto(link)
    page.get_by_role("link", name="Create your account").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.locator("input[type=password]").fill("lichens-and-mosses")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page.get_by_text("You are now a member of")).to_be_visible()
    assert User.objects.get(email=email).memberships.get().role == "contributor"


def answer(page, project, language, text):
    question = address("question", project, language, "4.2")
    visit_question(page, f"{question}?in={language}")
    editor(page).click()
    page.keyboard.type(text)
    page.locator("button[value=continue]").click()
    expect(page).to_have_url(re.compile(f"/questions/{slug_of('4.3')}/"))
    page.goto(address("versions", project, language, "4.2"))
    expect(page.locator("main")).to_contain_text("version 1")


def compare(page, project, name):
    visit_question(page, address("question", project, "fr", "4.2"))
    team = page.locator("#team")
    expect(team).to_contain_text(name)
    expect(team).to_contain_text(ENGLISH)
    team.get_by_role("link", name=re.compile("Comparer avec la mienne")).click()
    expect(page.locator("main")).to_contain_text("Borealis")
    expect(page.locator("main")).to_contain_text("ten years")


def copy_with_credit(page, project, name):
    visit_question(page, address("question", project, "fr", "4.2"))
    page.get_by_role("button", name=re.compile("Copier dans ma réponse")).click()
    expect(page).to_have_url(re.compile(r"in=en"))
    expect(editor(page)).to_have_text(ENGLISH)
    copied = AnswerVersion.objects.get(origin=Origin.COPIED)
    assert copied.sources.get().answer.author.name == name
    page.goto(address("versions", project, "fr", "4.2"))
    expect(page.locator("main")).to_contain_text(name)


def comment(page, project, text):
    visit_question(page, address("question", project, "en", "4.2"))
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name="Post the comment").click()
    expect(page.locator("#comments .contribution")).to_contain_text(text)


def resolve(page, project, text):
    visit_question(page, address("question", project, "fr", "4.2"))
    thread = page.locator("#comments .thread")
    expect(thread).to_contain_text(text)
    thread.locator("form[action*=resolve] button").click()
    expect(page.locator("#comments-resolved")).to_be_visible()
