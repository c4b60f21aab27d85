"""From the record of a plan, or a pair of them, to the bytes of a file."""

from questionnaire.exports import FORMATS
from questionnaire.exports.typography import typeset_plan
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.edition_changes import compare_plans, is_pair, records_of
from questionnaire.plan.record import Record


def render_record(
    record: Record, file_format: str, language: str, options: ExportOptions
) -> bytes:
    """The bytes of a plan record's file, or of a comparison when it is a pair."""
    export_format = FORMATS[file_format]
    if is_pair(record):
        if export_format.render_changes is None:
            raise ValueError(f"{file_format} has no way to mark changes")
        old, new = (
            typeset_plan(compose_plan(each, language)) for each in records_of(record)
        )
        return export_format.render_changes(compare_plans(old, new))
    return export_format.render(typeset_plan(compose_plan(record, language)), options)
