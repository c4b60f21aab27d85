"""Prose as passages that several people share."""

import pytest

from questionnaire.content.kinds import KINDS

PROSE = KINDS["prose"]


def items(*texts):
    return "".join(f"<li><p>{text}</p></li>" for text in texts)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p>Un.</p><p>Deux.</p>", 2),
        (f"<p>Un :</p><ul>{items('deux;', 'trois.')}</ul><p>Quatre.</p>", 4),
        (f'<ol start="3"><li><p>Un</p><ul>{items("deux")}</ul></li></ol>', 1),
        (f'<ol start="3">{items("Un", "deux", "trois")}</ol>', 3),
        (f"<ul>{items('Un')}</ul><ol>{items('Deux')}</ol>", 2),
        ("<blockquote><p>Un.</p><p>Deux.</p></blockquote>", 1),
    ],
)
def test_items_of_lists_are_passages_that_make_the_same_list_again(html, count):
    passages = PROSE.passages(html)

    assert len(passages) == count
    assert PROSE.merge_passages(passages) == html


def test_items_of_two_lists_come_into_one():
    one, _two = PROSE.passages("<ul><li><p>WAV</p></li><li><p>PDF</p></li></ul>")
    [other] = PROSE.passages("<ul><li><p>FLAC</p></li></ul>")

    assert PROSE.merge_passages([one, other]) == (
        "<ul><li><p>WAV</p></li><li><p>FLAC</p></li></ul>"
    )
    assert PROSE.merge_passages([]) is None
