"""Lists of addresses as mail programs, spreadsheets and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.lib.address_lists import read_addresses

ADA, PAUL, INES, TOM = (
    "ada.leclair@example.org",
    "paul@example.org",
    "ines.moreau@example.org",
    "tom.hale@example.org",
)
AS_COPIED = f"""Ada Leclair <{ADA}>; "Ndiaye, Paul" <{PAUL}>;
{INES},
<{TOM}>"""


def found(text):
    addresses, unread = read_addresses(text)
    assert unread == [], text
    return addresses


def test_a_list_as_a_mail_program_copies_it_is_read():
    assert found(AS_COPIED) == [ADA, PAUL, INES, TOM]
    assert found(AS_COPIED.replace("\n", "\r\n")) == [ADA, PAUL, INES, TOM]


@pytest.mark.parametrize("mark", [",", ";", "\n", " ", "\u00a0", "\t", ", ", " ;\n\n"])
def test_a_separator_at_either_end_or_twice_is_no_error(mark):
    assert found(f"{mark}{ADA}{mark}") == [ADA]
    assert found(f"{ADA}{mark}{mark}{PAUL}{mark}") == [ADA, PAUL]


@pytest.mark.parametrize(
    "text",
    [
        f"Ndiaye, Paul <{PAUL}>",
        f"Ndiaye, Paul, Ph. D. <{PAUL}>",
        f"{ADA}, Ndiaye, Paul <{PAUL}>",
        f"Ndiaye, Paul <{PAUL}>; Leclair, Ada <{ADA}>",
        f"Ndiaye, Paul <{PAUL}>, Leclair, Ada <{ADA}>",
        f"'{PAUL}'",
        f"“{PAUL}”",
        f"« {PAUL} »",
        f"mailto:{PAUL}",
        f"<mailto:{PAUL}>",
        f"{PAUL} <mailto:{PAUL}>",
        f"{PAUL}<{PAUL}>",
        f'"Paul \\"Paulo\\" Ndiaye; chef" <{PAUL}>',
        f'"paul @ home" <{PAUL}>',
        f"{PAUL} (Ndiaye, Paul; chef)",
        f"Ndiaye, Paul [{PAUL}]",
        f"Paul Ndiaye\t{PAUL}",
        f"{PAUL}\tPaul Ndiaye\tUniversité du Fleuve",
        f"À : Paul Ndiaye <{PAUL}>",
        f"Cc: {PAUL};",
        f"Équipe: {PAUL}, {ADA};",
        f"Paul d'Aoust <{PAUL}>",
        f"Paul “Paulo <{PAUL}>",
        f'Paul "Paulo <{PAUL}>',
        f"• {PAUL}",
        f"1. {PAUL}",
        f"- Paul Ndiaye - {PAUL}",
        f"< {PAUL} >",
        f"{PAUL}.",
        f"Paul <{PAUL}",
    ],
)
def test_names_quotes_labels_and_marks_around_an_address_are_left_out(text):
    assert PAUL in found(text)
    assert set(found(text)) <= {PAUL, ADA}


@pytest.mark.parametrize("text", [f"{ADA} {PAUL}", f"<{ADA}><{PAUL}>", f"{ADA}|{PAUL}"])
def test_several_in_one_line_are_several(text):
    assert found(text) == [ADA, PAUL]


def test_an_address_is_kept_as_typed_and_named_once_whatever_its_case():
    assert found("Paul@Example.org, PAUL@example.org") == ["Paul@Example.org"]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Mei@", ["Mei@"]),
        ("Ada Leclair", ["Ada Leclair"]),
        (f"Ada Leclair, {PAUL}", ["Ada Leclair"]),
        ("Ada Leclair <ada at example.org>", ["Ada Leclair <ada at example.org>"]),
        ("ada@example, Paul @example.org", ["ada@example", "Paul @example.org"]),
        ("<>", ["<>"]),
        (f"Mei@; {ADA}\nNobody", ["Mei@", "Nobody"]),
        ("ada@@example.org", ["ada@@example.org"]),
        (f"{ADA} and Mei@", [f"{ADA} and Mei@"]),
    ],
)
def test_what_cannot_be_read_is_quoted_as_it_was_typed(text, unread):
    assert read_addresses(text)[1] == unread


@given(st.text(alphabet='ab@.<>"“(),;: \n\\[]\u00a0é', max_size=60))
def test_nothing_that_was_typed_disappears(text):
    """Every sign of an address is in an address found or in what is named."""
    addresses, unread = read_addresses(text)
    left = " ".join([*addresses, *unread])
    assert text.count("@") == 0 or "@" in left
    for piece in unread:
        assert piece in text


def test_a_very_long_list_is_read_in_a_moment():
    assert len(found(f'"Name, A" <{ADA}>, ' * 400)) == 1
    assert read_addresses('"' * 5000)[1]
    assert read_addresses("(" * 5000)[1]
