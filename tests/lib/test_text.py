"""Which text can be stored, and how line ends are written."""

import pytest
from django.core.exceptions import ValidationError

from questionnaire.lib.text import normalise_newlines, validate_text


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("a\x00b", "nul", "U+0000"),
        ("a\ud83db", "surrogate", "U+D83D"),
        ("a\ufffe", "noncharacter", "U+FFFE"),
        ("\uffffa", "noncharacter", "U+FFFF"),
    ],
)
def test_a_character_that_no_file_can_hold_is_refused_and_named(text, code, shown):
    with pytest.raises(ValidationError) as refusal:
        validate_text(text)

    assert refusal.value.code == code
    assert shown in refusal.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "é\u202f«\u00a0ok\u00a0»",
        "👩‍🔬🇨🇦",
        "ᐃᓄᒃᑎᑐᑦ",
        "a\u200bb\u00ad",
        "\x0b\x0c",
        "e\u0301",
    ],
)
def test_every_other_text_is_kept(text):
    assert validate_text(text) is None


def test_line_ends_are_written_one_way():
    assert normalise_newlines("a\r\nb\rc\n\r\n") == "a\nb\nc\n\n"
