"""One cell: what is accepted in French and in English, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from questionnaire.content.tables import cell_text, clean_cell

CHOICES = [
    {"value": "csv", "label": {"fr": "Fichier CSV", "en": "CSV file"}},
    {"value": "tiff", "label": {"fr": "Image TIFF", "en": "TIFF image"}},
]


def column(kind):
    return {
        "key": "x",
        "kind": kind,
        "label": {"fr": "X", "en": "X"},
        "choices": CHOICES,
    }


@pytest.mark.parametrize(
    ("typed", "language", "stored"),
    [
        ("1 234,5", "en", "1234.5"),
        ("1,234", "en", "1234"),
        ("1,234", "fr", "1.234"),
    ],
)
def test_numbers_are_read_in_the_language_of_the_page(typed, language, stored):
    with translation.override(language):
        assert clean_cell(typed, column("number")) == stored


@pytest.mark.parametrize("typed", ["1 2", "12 abc", "1,2,3", "1e5", "٣", ".", "9" * 16])
def test_text_that_is_not_a_number_is_quoted_in_the_message(typed):
    with pytest.raises(ValidationError, match=f"“{typed}” is not a number"):
        clean_cell(typed, column("number"))


@pytest.mark.parametrize(
    ("typed", "stored", "french", "english"),
    [
        ("$1,234.50", "1234.5", "1 234,50 $", "$1,234.50"),
        ("1 234,50 $", "1234.5", "1 234,50 $", "$1,234.50"),
        ("99 $ CA", "99", "99 $", "$99"),
        ("CAD 99", "99", "99 $", "$99"),
        ("-5", "-5", "-5 $", "-$5"),
    ],
)
def test_amounts_are_read_with_their_sign_and_shown_in_dollars(
    typed, stored, french, english
):
    money = column("money")

    assert clean_cell(typed, money) == stored
    assert cell_text(stored, money, "fr").replace("\N{NO-BREAK SPACE}", " ") == french
    assert cell_text(stored, money, "en") == english


def test_an_amount_has_no_fractions_of_a_cent():
    with pytest.raises(ValidationError, match="is not an amount of money"):
        clean_cell("1.005", column("money"))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-01",
        "2026/11/1",
        "20261101",
        "1er novembre 2026",
        "1 nov. 2026",
        "November 1, 2026",
        "Nov 1st 2026",
        "1 November 2026",
    ],
)
def test_dates_are_read_in_words_and_in_figures(typed):
    assert clean_cell(typed, column("date")) == "2026-11-01"


@pytest.mark.parametrize(
    "typed", ["03/04/2026", "2026-02-30", "ju 1 2026", "0000-01-01"]
)
def test_an_invalid_or_ambiguous_date_is_refused(typed):
    with pytest.raises(ValidationError, match="is not a date"):
        clean_cell(typed, column("date"))


def test_a_date_is_shown_in_words():
    assert cell_text("2026-11-01", column("date"), "fr") == "1er novembre 2026"
    assert cell_text("2026-11-01", column("date"), "en") == "November 1, 2026"


@pytest.mark.parametrize(
    "typed",
    [
        "example.org",
        "javascript:alert(1)",
        "ftp://x.org",
        "http://",
        "https://[",
        "https://a b",
    ],
)
def test_an_address_leads_to_the_web_or_is_refused(typed):
    with pytest.raises(ValidationError, match="is not an address"):
        clean_cell(typed, column("url"))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Oui", True), ("yes", True), ("true", True), ("non", False), (False, False)],
)
def test_yes_and_no_are_read_in_both_languages(typed, stored):
    assert clean_cell(typed, column("boolean")) is stored


def test_choices_are_taken_by_value_or_by_name():
    assert clean_cell("csv", column("choice")) == "csv"
    assert clean_cell("fichier csv", column("choice")) == "csv"
    assert clean_cell(["tiff", "csv", "csv"], column("multichoice")) == ["csv", "tiff"]
    assert clean_cell("TIFF image; csv", column("multichoice")) == ["csv", "tiff"]
    with pytest.raises(ValidationError, match="“pdf” is not in the list"):
        clean_cell("pdf", column("choice"))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 7),
        ("number", True),
        ("date", ["2026-01-01"]),
        ("choice", {"value": "csv"}),
        ("multichoice", {"csv": True}),
        ("multichoice", [["csv"]]),
        ("url", 1.5),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(kind, value):
    with pytest.raises(ValidationError) as caught:
        clean_cell(value, column(kind))
    assert caught.value.code == "wrong_type"


def test_text_that_no_database_keeps_is_refused_in_every_kind():
    for kind in ("text", "number", "url", "choice"):
        with pytest.raises(ValidationError, match="invisible character"):
            clean_cell("a\x00b", column(kind))


def test_text_has_a_limit():
    assert clean_cell("x" * 2000, column("text")) == "x" * 2000
    with pytest.raises(ValidationError, match="under 2000 characters"):
        clean_cell("x" * 2001, column("text"))
