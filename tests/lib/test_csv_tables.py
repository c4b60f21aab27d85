"""CSV files that spreadsheets open as text and numbers, without running formulas."""

import csv
import io

import pytest

from questionnaire.lib.csv_tables import csv_bytes


def read(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠A",
    ],
)
def test_what_looks_like_a_formula_is_quoted(text):
    assert read(csv_bytes([[text]])) == [["'" + text]]


def test_text_and_numbers_stay_as_they_are():
    rows = [["Faculté, « Arts »", "a\nb", -3, 12]]

    assert read(csv_bytes(rows)) == [["Faculté, « Arts »", "a\nb", "-3", "12"]]
