"""Columns of facts: amounts of data, periods, identifiers, yes-no-unknown, years."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.content.tables import (
    cell_text,
    clean_cell,
    clean_rows,
    rows_for_script,
    table_block,
)
from questionnaire.content.tables.cells import cell_runs, typed_cell
from questionnaire.content.tables.columns import COLUMN_KINDS

NBSP = "\N{NO-BREAK SPACE}"
STARTS = [
    {
        "value": "project-end",
        "label": {"fr": "après la fin du projet", "en": "after the end of the project"},
    },
    {
        "value": "publication",
        "label": {"fr": "après la publication", "en": "after publication"},
    },
]


def column(kind, **options):
    label = {"fr": "X", "en": "X"}
    return {"key": "x", "kind": kind, "label": label, **options}


VOLUME = column("quantity", unit="GB", total=True)
PERIOD = column("period", choices=STARTS)
COLUMNS = {
    "quantity": VOLUME,
    "period": PERIOD,
    "identifier": column("identifier"),
    "tri": column("tri"),
    "year_amounts": column("year_amounts", total=True),
}


def read(typed, of, language="en"):
    with translation.override(language):
        return clean_cell(typed, of)


def shown(stored, of, language):
    return cell_text(stored, of, language).replace(NBSP, " ")


# --- Amounts of data --------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("60 Go", "60", "GB"),
        ("60GB", "60", "GB"),
        ("1,5 To", "1.5", "TB"),
        ("1.5 TB", "1.5", "TB"),
        ("1 500 Mo", "1500", "MB"),
        ("500", "500", "GB"),
        ("3 téraoctets", "3", "TB"),
        ("2 gigabytes", "2", "GB"),
        ("10 kilo-octets", "10", "kB"),
        ("64 GiB", "64", "GiB"),
        ("64 Gio", "64", "GiB"),
        ("12 b", "12", "B"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_amounts_of_data_are_read_in_either_language_on_any_page(
    typed, value, unit, language
):
    assert read(typed, VOLUME, language) == {"value": value, "unit": unit}


def test_the_unit_tells_how_the_number_before_it_is_meant():
    for language in ("fr", "en"):
        assert read("1,500 GB", VOLUME, language)["value"] == "1500"
        assert read("1,500 Go", VOLUME, language)["value"] == "1.5"


@pytest.mark.parametrize("typed", ["lots", "60 Gx", "-3 GB", "GB", "60 GB 70", "1 2"])
def test_what_is_no_amount_of_data_is_quoted_and_explained(typed):
    with pytest.raises(ValidationError, match=f"“{typed}” is not an amount of data"):
        read(typed, VOLUME)


def test_amounts_are_shown_in_the_readers_language_and_added_up_across_units():
    rows = [{"x": {"value": "60", "unit": "GB"}}, {"x": {"value": "1.5", "unit": "TB"}}]
    first = column("text") | {"key": "name"}

    assert shown(rows[1]["x"], VOLUME, "fr") == "1,5 To"
    assert shown(rows[1]["x"], VOLUME, "en") == "1.5 TB"
    block = table_block(rows, {"columns": [first, VOLUME]}, "fr")
    assert block.total[1][0].text == f"1,56{NBSP}To"


# --- Periods ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("7 ans", {"value": 7, "unit": "year"}),
        ("7 years", {"value": 7, "unit": "year"}),
        ("1 an", {"value": 1, "unit": "year"}),
        ("18 mois", {"value": 18, "unit": "month"}),
        ("1,5 an", {"value": 18, "unit": "month"}),
        ("3 weeks", {"value": 3, "unit": "week"}),
        ("30 jours", {"value": 30, "unit": "day"}),
        (
            "7 ans après la fin du projet",
            {"value": 7, "unit": "year", "from": "project-end"},
        ),
        (
            "10 years after publication",
            {"value": 10, "unit": "year", "from": "publication"},
        ),
        ("until March 31, 2031", {"until": "2031-03-31"}),
        ("jusqu’au 31 mars 2031", {"until": "2031-03-31"}),
        ("jusqu'au 1er avril 2031", {"until": "2031-04-01"}),
        ("2031-03-31", {"until": "2031-03-31"}),
        ("for ever", {"for_ever": True}),
        ("Indéfiniment", {"for_ever": True}),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_periods_are_read_in_either_language_on_any_page(typed, stored, language):
    assert read(typed, PERIOD, language) == stored


def test_a_period_is_counted_from_what_the_column_says_where_nothing_was_typed():
    of = PERIOD | {"from": "project-end"}

    assert read("7 ans", of)["from"] == "project-end"
    assert read("7 ans après la publication", of)["from"] == "publication"


@pytest.mark.parametrize(
    "typed", ["long", "7", "7 ans après Noël", "1.5 months", "until then", "99999 ans"]
)
def test_what_is_no_period_is_quoted_and_explained(typed):
    with pytest.raises(ValidationError, match=f"“{typed}” is not a period"):
        read(typed, PERIOD)


@pytest.mark.parametrize(
    ("stored", "french", "english"),
    [
        ({"value": 1, "unit": "year"}, "1 an", "1 year"),
        (
            {"value": 7, "unit": "year", "from": "project-end"},
            "7 ans après la fin du projet",
            "7 years after the end of the project",
        ),
        ({"until": "2031-04-01"}, "jusqu’au 1er avril 2031", "until April 1, 2031"),
        ({"for_ever": True}, "sans limite de durée", "for ever"),
    ],
)
def test_periods_are_said_in_words(stored, french, english):
    assert shown(stored, PERIOD, "fr") == french
    assert shown(stored, PERIOD, "en") == english


# --- Identifiers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "scheme", "value", "address"),
    [
        (
            "10.5683/SP3/ABC",
            "doi",
            "10.5683/SP3/ABC",
            "https://doi.org/10.5683/SP3/ABC",
        ),
        (
            "https://dx.doi.org/10.5683/SP3/ABC",
            "doi",
            "10.5683/SP3/ABC",
            "https://doi.org/10.5683/SP3/ABC",
        ),
        (
            "0000-0002-1825-0097",
            "orcid",
            "0000-0002-1825-0097",
            "https://orcid.org/0000-0002-1825-0097",
        ),
        (
            "https://ror.org/03rmrcq20",
            "ror",
            "03rmrcq20",
            "https://ror.org/03rmrcq20",
        ),
        (
            "hdl:20.500.11794/123",
            "handle",
            "20.500.11794/123",
            "https://hdl.handle.net/20.500.11794/123",
        ),
        (
            "ark:/12148/btv1b8449691v",
            "ark",
            "ark:/12148/btv1b8449691v",
            "https://n2t.net/ark:/12148/btv1b8449691v",
        ),
        ("ISBN 978-0-306-40615-7", "isbn", "9780306406157", None),
        ("0-8044-2957-X", None, None, None),
        ("ISBN 0-8044-2957-X", "isbn", "080442957X", None),
        ("https://exemple.ca/a", "url", "https://exemple.ca/a", "https://exemple.ca/a"),
    ],
)
def test_identifiers_are_known_by_how_they_are_written(typed, scheme, value, address):
    of = COLUMNS["identifier"]
    if scheme is None:
        with pytest.raises(ValidationError, match="is not an identifier"):
            read(typed, of)
        return

    stored = read(typed, of)
    assert stored == {"scheme": scheme, "value": value}
    assert [run.href for run in cell_runs(stored, of, "en")] == [address]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0000-0002-1825-0098", "not a valid ORCID iD"),
        ("https://ror.org/03rmrcq21", "not a valid ROR identifier"),
        ("ISBN 978-0-306-40615-8", "not a valid ISBN"),
    ],
)
def test_a_wrong_check_digit_is_said_to_be_wrong(typed, reason):
    with pytest.raises(ValidationError, match=reason):
        read(typed, COLUMNS["identifier"])


def test_a_column_takes_the_schemes_that_it_names():
    of = column("identifier", schemes=["doi"])

    assert read("10.5683/SP3/ABC", of)["scheme"] == "doi"
    with pytest.raises(ValidationError, match="this column takes: DOI"):
        read("https://exemple.ca/a", of)


# --- Yes, no, don’t know yet ------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Oui", "yes"),
        ("no", "no"),
        ("unknown", "unknown"),
        ("Je ne sais pas encore", "unknown"),
        ("don’t know yet", "unknown"),
        (True, "yes"),
    ],
)
def test_not_knowing_yet_is_an_answer(typed, stored):
    assert read(typed, COLUMNS["tri"]) == stored
    assert cell_text("unknown", COLUMNS["tri"], "fr") == "Je ne sais pas encore"


# --- Amounts by year --------------------------------------------------------------


def test_amounts_by_year_are_read_shown_and_added_up():
    of = COLUMNS["year_amounts"]
    stored = read("2027: 50 000 $; 2026: 70 000,50 $", of, "fr")

    assert stored == {"2026": "70000.5", "2027": "50000"}
    assert (
        shown(stored, of, "en") == "2026: $70,000.50; 2027: $50,000 (total $120,000.50)"
    )
    assert shown(stored, of, "fr").startswith("2026 : 70 000,50 $; 2027 : 50 000 $ (")
    total = COLUMN_KINDS["year_amounts"].total([stored, {"2027": "1"}])
    assert total == {"2026": "70000.5", "2027": "50001"}


@pytest.mark.parametrize("typed", ["70 000 $", "2026: 5; 2026: 6", "2026: x", "226: 5"])
def test_what_are_no_amounts_by_year_is_quoted_and_explained(typed):
    with pytest.raises(ValidationError, match="are not amounts by year"):
        read(typed, COLUMNS["year_amounts"])


# --- All of them ------------------------------------------------------------------

AMOUNTS = st.decimals(0, 10**12, places=2).map(lambda each: f"{each.normalize():f}")
STORED = {
    "quantity": st.fixed_dictionaries(
        {"value": AMOUNTS, "unit": st.sampled_from(["B", "kB", "MB", "GB", "TiB"])}
    ),
    "period": st.one_of(
        st.fixed_dictionaries(
            {
                "value": st.integers(0, 9999),
                "unit": st.sampled_from(["year", "month", "week", "day"]),
            },
            optional={"from": st.sampled_from(["project-end", "publication"])},
        ),
        st.dates().map(lambda day: {"until": day.isoformat()}),
        st.just({"for_ever": True}),
    ),
    "identifier": st.sampled_from(
        [
            {"scheme": "doi", "value": "10.5683/SP3/ABC"},
            {"scheme": "orcid", "value": "0000-0002-1825-0097"},
            {"scheme": "ror", "value": "03rmrcq20"},
            {"scheme": "handle", "value": "20.500.11794/123"},
            {"scheme": "ark", "value": "ark:/12148/btv1b8449691v"},
            {"scheme": "isbn", "value": "9780306406157"},
            {"scheme": "url", "value": "https://exemple.ca/a"},
        ]
    ),
    "tri": st.sampled_from(["yes", "no", "unknown"]),
    "year_amounts": st.dictionaries(
        st.integers(1900, 2199).map(str), AMOUNTS, min_size=1, max_size=5
    ),
}


@pytest.mark.parametrize("kind", STORED)
@given(data=st.data(), language=st.sampled_from(["fr", "en"]))
def test_what_is_stored_comes_back_the_same_however_it_is_sent(kind, data, language):
    """As it is stored, as the form shows it, and through the script."""
    of = COLUMNS[kind]
    stored = data.draw(STORED[kind])
    with translation.override(language):
        assert clean_cell(stored, of) == stored
        assert clean_cell(typed_cell(stored, of), of) == stored
        [row] = rows_for_script([{"x": stored}], {"columns": [of]})
        assert clean_rows([json.loads(json.dumps(row))], {"columns": [of]}) == [
            {"x": stored}
        ]


KEYS = ("value", "unit", "from", "until", "scheme", "for_ever", "2026")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["value", "unit", "from", "until", "scheme", "for_ever", "2026"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", STORED)
@given(sent=JSON, language=st.sampled_from(["fr", "en"]))
def test_whatever_is_sent_is_stored_for_good_or_refused_in_words(kind, sent, language):
    of = COLUMNS[kind]
    with translation.override(language):
        try:
            stored = clean_cell(sent, of)
        except ValidationError as refusal:
            assert all(refusal.messages)
            return
        if stored is not None:
            assert clean_cell(stored, of) == stored
            assert cell_text(stored, of, "fr") and cell_text(stored, of, "en")
