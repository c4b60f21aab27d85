"""Tables as CSV files that spreadsheets open correctly and safely.

A BOM tells Excel that the text is UTF-8. A cell that a spreadsheet would take for
a formula is quoted with an apostrophe (OWASP ASVS 5.0, 1.2.10); numbers stay
numbers.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

MEDIA_TYPE = "text/csv; charset=utf-8"
_BOM = "\ufeff"
_CHUNK = 64 * 1024
# The full-width forms open formulas too.
_FORMULAS = tuple("=+-@\t\r\n\0＝＋－＠")


def csv_chunks(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The same as `csv_bytes`, piece by piece, for tables of any length."""
    text = io.StringIO(newline="")
    text.write(_BOM)
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if text.tell() > _CHUNK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    """The CSV file of a table; its header is the first of the rows."""
    return b"".join(csv_chunks(rows))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text as a formula."""
    return text.lstrip(" ").startswith(_FORMULAS)


def defuse(text: str) -> str:
    """The text, escaped so that no spreadsheet runs it as a formula."""
    return "'" + text if looks_like_formula(text) else text


def _cell(value: Any) -> Any:
    return defuse(value) if isinstance(value, str) else value
