"""Tables as CSV files that spreadsheets open correctly and safely.

A BOM tells Excel that the text is UTF-8. A cell that a spreadsheet would take for
a formula is quoted with an apostrophe (OWASP ASVS 5.0, 1.2.10); numbers stay
numbers.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

MEDIA_TYPE = "text/csv; charset=utf-8"
_BOM = "\ufeff"
# The full-width forms open formulas too.
_FORMULAS = tuple("=+-@\t\r\n\0＝＋－＠")


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    """The CSV file of a table; its header is the first of the rows."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_cell(value) for value in row] for row in rows])
    return (_BOM + text.getvalue()).encode()


def defuse(text: str) -> str:
    """The text, escaped so that no spreadsheet runs it as a formula."""
    if text.lstrip(" ").startswith(_FORMULAS):
        return "'" + text
    return text


def _cell(value: Any) -> Any:
    return defuse(value) if isinstance(value, str) else value
