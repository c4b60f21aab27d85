"""Tables for spreadsheet programs, which must not take text for formulas."""

import csv
import io

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value):
    """The value as text; an apostrophe before what a spreadsheet would calculate.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(header, rows):
    """A CSV file: UTF-8 with a byte order mark, by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
