"""One rendering of each kind, shared by the tests that read it."""

import pytest

from questionnaire.exports.docx import render as docx
from questionnaire.exports.pdf import render as pdf
from questionnaire.plan.document import ExportOptions
from tests.exports.plans import sample_plan

WITH_GUIDANCE = ExportOptions(guidance=True)


@pytest.fixture(scope="session")
def french_edition_pdf():
    """The second edition, in French, with its guidance."""
    return pdf.render(sample_plan("fr"), WITH_GUIDANCE)


@pytest.fixture(scope="session")
def english_draft_pdf():
    """A draft in English."""
    return pdf.render(sample_plan("en", edition=None), ExportOptions())


@pytest.fixture(scope="session")
def french_edition_docx():
    """The second edition, in French, with its guidance."""
    return docx.render(sample_plan("fr"), WITH_GUIDANCE)


@pytest.fixture(scope="session")
def english_draft_docx():
    """A draft in English."""
    return docx.render(sample_plan("en", edition=None), ExportOptions())
