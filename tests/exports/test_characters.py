"""Text made printable."""

import pytest
from lxml import etree

from questionnaire.exports.characters import breakable, is_right_to_left, printable

EVERY_CONTROL = "".join(map(chr, range(0x20))) + "\x7f\x85\x9f\ufffe\uffff\ud800"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("line\nline", "line\nline"),
        ("line\r\nline\rline\u2028line", "line\nline\nline\nline"),
        ("a\tb\vc\fd", "a b c d"),
        ("bell\x07", "bell□"),
        ("\ufffe\uffff", "□□"),
        ("lone \ud83d surrogate", "lone □ surrogate"),
        ("é « \u202f» 🗂️ ᐃᓄᒃ", "é « \u202f» 🗂️ ᐃᓄᒃ"),
    ],
)
def test_only_characters_that_formats_cannot_hold_are_replaced(typed, printed):
    assert printable(typed) == printed


def test_nothing_printable_breaks_xml():
    element = etree.Element("p")

    element.text = printable(EVERY_CONTROL)

    assert etree.fromstring(etree.tostring(element)).text


def test_long_words_may_break_every_thirty_characters():
    assert breakable("a" * 60) == "a" * 60
    assert breakable(f"un {'a' * 70} mot") == (
        f"un {'a' * 30}\u200b{'a' * 30}\u200b{'a' * 10} mot"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("هذا", True), ("12 – עברית", True), ("texte هذا", False), ("12", False)],
)
def test_the_first_letter_gives_the_direction(text, expected):
    assert is_right_to_left(text) is expected
