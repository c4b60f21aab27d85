"""Authors and reviewers of each text, in exported files on request."""

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.exports import FORMATS
from questionnaire.exports.pdf.render import plan_html
from questionnaire.exports.review_wording import review_lines
from questionnaire.lib.dates import moment_text
from questionnaire.models import Comment, Decision, Membership
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import read_record
from questionnaire.plan.review_record import read_review_record
from questionnaire.vocabulary import Role
from tests.change_requests import ask_for_changes

SENTENCES = {
    "fr": "Texte de Paul Martin, version 1; retenu par Amina Diallo le",
    "en": "Text by Paul Martin, version 1; agreed by Amina Diallo on",
}


@pytest.fixture
def record(project, people, answer):
    """Paul's text for 1.1, on which Amina agreed."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    version = answer("1.1", by=people.paul)
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(version.answer.question, "fr", version.pk, None)],
        batch=uuid.uuid4(),
    )
    return read_record(project.pk)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_word_file_names_the_author_and_the_reviewer_on_request(record, language):
    plan = compose_plan(record, language)

    def text(options):
        content = FORMATS["docx"].render(plan, options)
        paragraphs = Document(io.BytesIO(content)).paragraphs
        return "\n".join(paragraph.text for paragraph in paragraphs)

    assert SENTENCES[language] in text(ExportOptions(provenance=True))
    assert SENTENCES[language] not in text(ExportOptions())


def test_a_pdf_names_them_too(record):
    plan = compose_plan(record, "fr")
    content = FORMATS["pdf"].render(plan, ExportOptions(provenance=True))
    pages = PdfReader(io.BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Texte de Paul Martin, version 1; retenu par Amina Diallo" in text


@pytest.fixture
def reviewed(project, people, answer, record):
    """The same plan with its review: a request, and the decision."""
    version = answer("1.2", by=people.paul)
    ask_for_changes(
        version,
        people.amina,
        "Qui remplace la chercheuse?",
        suggestion={"answer": "<p>Paul Martin.</p>"},
    )
    record = read_record(project.pk)
    return {**record, "review": read_review_record(record)}


def test_the_review_record_is_an_annex_that_does_not_change_the_digest(
    project, reviewed
):
    plan = compose_plan(reviewed, "fr")
    assert plan.digest == compose_plan(read_record(project.pk), "fr").digest

    options = ExportOptions(review_record=True)
    document = Document(io.BytesIO(FORMATS["docx"].render(plan, options)))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Dossier de révision"] == "Heading 1"
    # In the style of an answer, under its heading.
    assert styles["Qui remplace la chercheuse?"] == "Answer"
    assert any(line.startswith("Amina Diallo a retenu") for line in styles)

    pages = PdfReader(io.BytesIO(FORMATS["pdf"].render(plan, options))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Qui remplace la chercheuse?" in text
    assert "Dossier de révision" in pages[1].extract_text()
    assert "Paul Martin." in text


LIST = "<p>Paul Martin :</p><ul><li>les fichiers</li><li>les clés</li></ul>"


def test_lists_of_a_wording_proposed_are_lists_in_files_of_the_review_record(
    project, reviewed
):
    Comment.objects.update(suggestion={"answer": LIST})
    record = read_record(project.pk)
    plan = compose_plan({**record, "review": read_review_record(record)}, "fr")
    options = ExportOptions(review_record=True)

    document = Document(io.BytesIO(FORMATS["docx"].render(plan, options)))
    items = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    ]
    assert ["les fichiers", "les clés"] == items[-2:]

    page = plan_html(plan, options)
    assert "<ul><li>les fichiers</li><li>les clés</li></ul>" in page


def test_the_review_record_ends_with_the_edition(project, people, record):
    before = timezone.now()
    plan = read_record(project.pk)
    assert read_review_record(plan, before - timedelta(days=1)) == []
    assert [each["label"] for each in read_review_record(plan, before)] == ["1.1"]


def test_the_review_record_is_for_principal_investigators(
    client, project, people, record
):
    client.force_login(people.paul)
    export = reverse("export_plan", args=[project.pk, "pdf"])
    assert client.get(f"{export}?review_record=1").status_code == 403


def test_the_review_record_says_when_whose_passage_and_whose_text(
    project, people, answer, reviewed
):
    version = Decision.objects.filter(project=project).latest("id").version
    version.sources.add(answer("1.1", "<p>Le mien.</p>"))
    record = read_record(project.pk)
    plan = compose_plan({**record, "review": read_review_record(record)}, "en")
    [agreed] = [
        entry
        for question in plan.review
        for entry in question.entries
        if entry.kind == "agreed"
    ]

    lines = review_lines(replace(agreed, quote="Chaque nuit."), plan)

    assert moment_text(agreed.at) in lines[0]
    assert "It includes text by Amina Diallo." in lines
    assert "Passage by Paul Martin: Chaque nuit." in lines
