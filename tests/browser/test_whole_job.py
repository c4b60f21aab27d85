"""The main job, in a real browser: from signing up to four files on one’s desk."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.answering import editor, visit_question, write
from tests.questions import slug_of

ANSWERS = {
    "1.1": "Amina Diallo répond de l’ensemble du plan.",
    "1.2": "Paul Martin prendra la relève.",
    "5.4": "Nous choisissons la licence CC BY 4.0.",
}


@pytest.fixture
def page(new_page, template):
    return new_page("fr")


def test_a_newcomer_writes_finishes_and_downloads_a_plan_in_both_languages(page):
    sign_up(page)
    start_project(page, "Récits de lichens")
    for label, text in ANSWERS.items():
        answer(page, label, text)
    read_in_english(page)
    finish_in_english(page)
    for language in ("fr", "en"):
        check_pdf(download(page, "pdf", language), language)
        check_docx(download(page, "docx", language), language)


def sign_up(page):
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/fr/account/login/"))
    page.get_by_role("link", name="Créer un compte").click()
    page.get_by_label("Votre nom").fill("Amina Diallo")
    page.get_by_label("Adresse courriel").fill("amina@example.org")
    page.locator("input[type=password]").fill("lichens-et-mousses")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/fr/$"))


def start_project(page, title):
    page.get_by_role("link", name="Commencer un projet").click()
    page.get_by_label("Titre du projet").fill(title)
    page.get_by_role("button", name="Créer le projet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.overview = page.url


def answer(page, label, text):
    visit_question(page, f"{page.overview}questions/{slug_of(label)}/")
    write(page, text)
    page.keyboard.press("Control+s")
    expect(page.locator("#announce")).to_contain_text(re.compile(r"Version\s\d+, "))
    page.reload()
    expect(editor(page)).to_have_text(text)


def read_in_english(page):
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(re.compile(f"/en/projects/.+/questions/{slug_of('5.4')}/"))
    expect(editor(page)).to_have_text("")
    expect(page.get_by_text("You have an answer in French, and none")).to_be_visible()
    page.get_by_role("link", name="Go on in French").click()
    expect(editor(page)).to_have_text(ANSWERS["5.4"])


def finish_in_english(page):
    page.goto(page.overview.replace("/fr/", "/en/"))
    page.get_by_role("link", name="Finish the plan").click()
    expect(page.get_by_text("18 questions have no answer")).to_be_visible()
    page.get_by_label("Finish with these questions unanswered").check()
    page.get_by_role("button", name="Finish edition 1").click()
    expect(page.get_by_role("heading", name="Edition 1")).to_be_visible()


def download(page, file_format, language):
    page.goto(page.overview.replace("/fr/", "/en/") + "export/")
    page.locator(f"input[name=format][value={file_format}]").check()
    page.locator(f"input[name=language][value={language}]").check()
    with page.expect_download(timeout=120_000) as started:
        page.get_by_role("button", name="Export").click()
    name = started.value.suggested_filename
    assert re.fullmatch(
        rf"\d{{4}}-\d\d-\d\d_recits-de-lichens_edition-1_{language}\.{file_format}",
        name,
    )
    return started.value.path().read_bytes()


def check_pdf(content, language):
    reader = PdfReader(io.BytesIO(content))
    text = " ".join(page.extract_text() for page in reader.pages)
    titles = [item.title for item in flat(reader.outline)]
    check_text(re.sub(r"\s+", " ", text.replace("-\n", "")), language)
    assert any(title.endswith(SECTION[language]) for title in titles)
    assert reader.trailer["/Root"]["/Lang"] == f"{language}-CA"


def check_docx(content, language):
    document = Document(io.BytesIO(content))
    paragraphs = document.paragraphs
    headings = [
        paragraph.text
        for paragraph in paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    check_text("\n".join(paragraph.text for paragraph in paragraphs), language)
    assert any(heading.endswith(SECTION[language]) for heading in headings)
    assert document.core_properties.language == f"{language}-CA"


SECTION = {
    "fr": "Responsabilités et ressources",
    "en": "Responsibilities and resources",
}
QUESTION = {
    "fr": "Qui sera responsable de la gestion des données?",
    "en": "Who will be responsible for managing the data?",
}
UNANSWERED = {"fr": "Sans réponse", "en": "Not answered"}


def check_text(text, language):
    other = {"fr": "en", "en": "fr"}[language]
    for written in ANSWERS.values():
        assert written in text
    assert QUESTION[language] in text
    assert QUESTION[other] not in text
    assert UNANSWERED[language] in text


def flat(outline):
    for item in outline:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item
