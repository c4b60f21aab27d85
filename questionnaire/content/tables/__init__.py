"""Tables as answers: rows of cells, each validated by the kind of its column."""

from questionnaire.content.tables.cells import cell_text, clean_cell
from questionnaire.content.tables.rows import (
    MAX_ROWS,
    Row,
    clean_rows,
    conforming_rows,
    leftover_rows,
    rows_for_script,
    table_block,
    typed_text,
)

__all__ = [
    "MAX_ROWS",
    "Row",
    "cell_text",
    "clean_cell",
    "clean_rows",
    "conforming_rows",
    "leftover_rows",
    "rows_for_script",
    "table_block",
    "typed_text",
]
