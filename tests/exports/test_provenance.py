"""Who wrote each text and who agreed on it, in exported files, on request."""

import io
import uuid

import pytest
from docx import Document

from questionnaire.actions.decisions import Choice, decide
from questionnaire.exports import FORMATS
from questionnaire.models import Membership
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import read_record
from questionnaire.vocabulary import Role

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
    from pypdf import PdfReader

    plan = compose_plan(record, "fr")
    content = FORMATS["pdf"].render(plan, ExportOptions(provenance=True))
    pages = PdfReader(io.BytesIO(content)).pages
    said = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Texte de Paul Martin, version 1; retenu par Amina Diallo" in said
