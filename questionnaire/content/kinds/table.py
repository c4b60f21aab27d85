"""Tables: rows of cells under the columns that the template names."""

import json

from questionnaire.content.kinds.base import Kind
from questionnaire.content.tables import clean_rows, conforming_rows, table_block
from questionnaire.content.tables.field import TableField


class Table(Kind):
    """`options` is {"columns": […], "title": …, "fixed_rows": …}.

    content/tables/cells.py describes a column; `title` and `fixed_rows` may be
    absent. A value is a list of rows, {column key: value}.
    """

    name = "table"
    is_divisible = True

    def form_field(self, *, label, help_text, options, language):
        return TableField(
            label=label,
            help_text=help_text,
            required=False,
            options=options,
            language=language,
        )

    def clean(self, value, options):
        return clean_rows(value, options) or None

    def conform(self, value, options):
        return conforming_rows(value, options) or None

    def blocks(self, value, options, language):
        return (table_block(value, options, language),) if value else ()

    def split(self, value):
        return [[row] for row in value]

    def merge(self, pieces):
        return [row for rows in pieces for row in rows] or None

    def append(self, value, added):
        """My rows, then those of the other that I do not have already."""
        mine = value or []
        return [*mine, *(row for row in added or [] if row not in mine)] or None

    def to_form_data(self, name, value):
        return name, json.dumps(value, ensure_ascii=False) if value else ""
