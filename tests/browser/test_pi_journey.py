"""A principal investigator’s whole journey with a team of three, in two languages.

Amina and Paul work in French, Mei in English; names are as long as the site takes
them. Whatever is sent meets an ended session: its words are kept, shown after signing
in, and sent once confirmed. The clicks of the investigator are counted.
"""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import expect

from questionnaire.models import Edition, User
from tests.browser.people_at_work import ERRORS, Person
from tests.browser.variants import NARROW, WIDE
from tests.questions import slug_of

DISKS = "Deux disques chiffrés gardent les copies."
SERVER = "Le serveur de l’Université garde les copies pendant dix ans."
BOTH = "Deux disques chiffrés et le serveur de l’Université gardent les copies."
VAGUE = "Assez d’espace."
PRECISE = "Cinq cents gigaoctets, dont la moitié en images."
FRENCH = "Environ deux téraoctets de photographies sont prévus."
ENGLISH = "About three terabytes of photographs are expected."
OPEN = "The photographs are shared openly."
OUVERT = "Les photographies sont partagées librement."
LATE = "The committee has agreed."

# Of the investigator, until edition 2; phones have the project’s pages in a menu.
CLICKS = {WIDE: 43, NARROW: 44}


@pytest.fixture
def project(project, people, institution):
    project.title = "Récits de lichens et mémoires du Nord " * 5
    project.acronym = ""
    project.save()
    institution.name_fr = "Université" * 20
    institution.name_en = "Rivière University of the North " * 6
    institution.save()
    return project


@pytest.fixture(params=[WIDE, NARROW])
def team(request, new_page, sign_in, project, people):
    """Amina, Paul and Mei, each in a window of this width."""
    people.mei = User.objects.create_user(
        "mei@example.org", password="correct horse", name="Mei", language="en"
    )
    people.paul.language = "fr"
    windows = []
    for name, stretched in (
        ("amina", "Amina " * 25),
        ("paul", "Paul" * 37),
        ("mei", "Mei-Lin " * 18),
    ):
        user = getattr(people, name)
        user.name = stretched.strip()
        user.save()
        EmailAddress.objects.create(
            user=user, email=user.email, verified=True, primary=True
        )
        page = new_page(
            user.language, width=request.param, expected_errors=[*ERRORS, "422"]
        )
        sign_in(page, user)
        windows.append(Person(page, user, project))
    return windows


@pytest.mark.slow
def test_a_plan_of_three_in_two_languages_becomes_two_editions(request, team, project):
    amina, paul, mei = team
    invite(amina, paul, mei)
    answer(paul, mei)
    send_for_review(paul)
    compare_and_combine(amina)
    decide_between_two_languages(amina, mei)
    ask_for_changes(amina, paul)
    agree_on_the_rest(amina)
    send_the_review(amina)
    accept_the_wording(paul)
    agree_on_the_rest(amina)
    finish_over_unsent_text(amina, mei)
    french = {"1.1": BOTH, "4.2": PRECISE, "5.4": OUVERT}
    assert agreed_texts(project, 1, "fr") == french
    reopen(amina)
    mei.answer(slug_of("6.1"), LATE, "en")
    send_for_review(paul)
    agree_on_the_rest(amina)
    finish_again(amina)
    assert agreed_texts(project, 2, "en")["6.1"] == LATE
    compare_editions(amina)

    assert amina.clicks == CLICKS[amina.page.viewport_size["width"]]


def invite(amina, paul, mei):
    amina.visit()
    amina.follow("main a[href*='/projects/'].strong-text")
    amina.open_page("members/")
    addresses = f"{paul.user.email}, {mei.user.email}"
    amina.page.locator("[name=emails]").fill(addresses)
    amina.send("#invite form button[type=submit]", paul.user.email, mei.user.email)
    expect(amina.page.locator("main")).to_contain_text(mei.user.email)
    for member in (paul, mei):
        member.accept_invitation()


def answer(paul, mei):
    paul.answer(slug_of("1.1"), DISKS, "fr", session_ends=True)
    mei.answer(slug_of("1.1"), SERVER, "fr")
    paul.answer(slug_of("2.1"), FRENCH, "fr")
    mei.answer(slug_of("2.1"), ENGLISH, "en")
    paul.answer(slug_of("4.2"), VAGUE, "fr")
    mei.answer(slug_of("5.4"), OPEN, "en")
    mei.answer(slug_of("5.4"), OUVERT, "fr")


def send_for_review(paul):
    paul.visit_project("submit/")
    paul.page.locator("[name=message]").fill("Tout est là.")
    paul.send("main form button[type=submit]", "Tout est là.")
    expect(paul.page.locator("main")).to_contain_text("est en révision")


def compare_and_combine(amina):
    """1.1, by passage, in columns, two by two; then both in one."""
    amina.visit()
    amina.follow("main .btn-primary")
    for layout in ("columns", "two", "passages"):
        amina.follow(f".layout-choice a[href*='layout={layout}']")
    amina.follow(".decision-others a[href*='/combine/']")
    amina.type_text(BOTH)
    amina.send("button.btn-primary[value=save]", BOTH)
    expect(amina.page.locator("main")).to_contain_text("est retenu")


def decide_between_two_languages(amina, mei):
    """2.1: what Paul says in French is not what Mei says in English."""
    expect(amina.page.locator("h1")).to_contain_text("2.1")
    amina.click(f"label[for^=option-]:has-text('{mei.user.name}')")
    amina.page.locator("#note").fill("Selon l’appareil photo.")
    amina.send("button[name=then][value=queue]", "Selon l’appareil photo.")
    expect(amina.page.locator("main")).to_contain_text("est retenue")


def ask_for_changes(amina, paul):
    amina.follow(f"main a[href*='{slug_of('4.2')}']")
    amina.follow(".decision-others a[href*='/request/']")
    amina.page.locator("[name=body]").fill("Combien?")
    amina.click("main form details summary")
    amina.type_text(PRECISE)
    amina.send("button[name=then][value=queue]", "Combien?", PRECISE)
    expect(amina.page.locator("#asked")).to_be_visible()


def agree_on_the_rest(amina):
    amina.visit_project("review/")
    amina.send("main form[action$='/agree/'] button")
    expect(amina.page.locator("#undisputed")).to_have_count(0)


def send_the_review(amina):
    amina.follow("main a[href$='/review/send/']")
    amina.page.locator("[name=message]").fill("Merci à tout le monde.")
    amina.send("main form button[type=submit]", "Merci à tout le monde.")
    assert any("Combien?" in each.body for each in mail.outbox)


def accept_the_wording(paul):
    paul.visit()
    paul.follow("main .btn-primary")
    paul.send("main form[action$='/accept/'] button")
    expect(paul.page.locator("[role=textbox]").first).to_have_text(PRECISE)


def finish_over_unsent_text(amina, mei):
    mei.type_answer(slug_of("6.1"), LATE, "en")
    expect(mei.page.locator("[data-save-line]").first).to_have_attribute(
        "data-state", "drafted"
    )
    amina.visit()
    amina.follow("main a[href*='/projects/'].strong-text")
    amina.follow("main a[href$='/finish/']")
    expect(amina.page.locator("main")).to_contain_text(mei.user.name)
    expect(amina.page.locator("main")).not_to_contain_text(LATE)
    amina.click("#accept_gaps")
    amina.page.locator("[name=note]").fill("Pour le comité.")
    amina.follow("main form button[type=submit]")
    expect(amina.page.locator("[data-error-summary]")).to_be_visible()
    amina.click("#accept_unsent")
    amina.send("main form button[type=submit]", "Pour le comité.")
    expect(amina.page.locator("main")).to_contain_text("Pour le comité.")


def reopen(amina):
    amina.follow("main a[href$='/reopen/']")
    amina.page.locator("[name=reason]").fill("Le comité a répondu.")
    amina.send("main form button[type=submit]", "Le comité a répondu.")


def finish_again(amina):
    amina.follow("main a[href$='/finish/']")
    amina.click("#accept_gaps")
    amina.send("main form button[type=submit]")
    expect(amina.page.locator("main")).to_contain_text("Édition 2")


def compare_editions(amina):
    amina.follow("main a[href*='editions/compare/']")
    expect(amina.page.locator("main")).to_contain_text("6.1")


def agreed_texts(project, number, language):
    """{label: text} of what an edition says in a language."""
    plan = Edition.objects.get(project=project, number=number).plan
    return {
        f"{section['number']}.{question['number']}": (
            question["answers"][language]["content"]["answer"]
            .removeprefix("<p>")
            .removesuffix("</p>")
        )
        for section in plan["sections"]
        for question in section["questions"]
        if language in question["answers"]
    }
