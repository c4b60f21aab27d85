"""The formats a plan can be exported in.

A new format is a module with `render(plan, options) -> bytes`, a function below
that imports it when needed, and a line in FORMATS (and in vocabulary.FileFormat).
A format that can print what changed between two plans has `render_changes` too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questionnaire.vocabulary import FileFormat

if TYPE_CHECKING:
    # A rendering imports this package before Django is set up.
    from questionnaire.plan.document import ExportOptions, Plan
    from questionnaire.plan.edition_changes import PlanChanges


@dataclass(frozen=True)
class ExportFormat:
    """One way of writing a plan as a file."""

    key: str
    label: str
    media_type: str
    extension: str
    # The bytes of the file. Slow and unlimited: call it through
    # `rendering.render_in_child`.
    render: Callable[["Plan", "ExportOptions"], bytes]
    # None when the format has no way to mark changes.
    render_changes: Callable[["PlanChanges"], bytes] | None = None


def _render_pdf(plan: "Plan", options: "ExportOptions") -> bytes:
    from questionnaire.exports.pdf import render as pdf

    return pdf.render(plan, options)


def _render_changes_in_pdf(changes: "PlanChanges") -> bytes:
    from questionnaire.exports.pdf import comparison

    return comparison.render(changes)


def _render_docx(plan: "Plan", options: "ExportOptions") -> bytes:
    from questionnaire.exports.docx import render as docx

    return docx.render(plan, options)


FORMATS = {
    file_format.key: file_format
    for file_format in (
        ExportFormat(
            key=FileFormat.PDF.value,
            label=str(FileFormat.PDF.label),
            media_type="application/pdf",
            extension="pdf",
            render=_render_pdf,
            render_changes=_render_changes_in_pdf,
        ),
        ExportFormat(
            key=FileFormat.DOCX.value,
            label=str(FileFormat.DOCX.label),
            media_type=(
                "application/vnd.openxmlformats-officedocument"
                ".wordprocessingml.document"
            ),
            extension="docx",
            render=_render_docx,
        ),
    )
}
