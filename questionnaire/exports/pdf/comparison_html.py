"""A compared paragraph as safe HTML for print.

Added and removed words have a sign besides their line, so that they can be told
apart without colour, by ear, and in copied text.
"""

from collections.abc import Iterable
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from questionnaire.content.comparing.results import (
    LineChange,
    ParagraphChange,
    WordChange,
)
from questionnaire.exports.characters import breakable, is_right_to_left

_SIGNS = {"added": ("ins", "+"), "removed": ("del", "\N{MINUS SIGN}")}
_MAX_DEPTH = 4


def paragraph_html(paragraph: ParagraphChange) -> SafeString:
    """Safe HTML of a ParagraphChange, line by line; every text in it is escaped."""
    return mark_safe("".join(map(_line, paragraph.lines)))  # noqa: S308


def _line(line: LineChange) -> str:
    classes = ["line"]
    if line.structure.depth:
        classes.append(f"depth-{min(line.structure.depth, _MAX_DEPTH)}")
    if line.structure.is_quoted:
        classes.append("quoted")
    if is_right_to_left("".join(word.text for word in line.words)):
        direction = ' dir="rtl"'
    else:
        direction = ""
    marker = f"{escape(line.structure.marker)} " if line.structure.marker else ""
    return f'<p class="{" ".join(classes)}"{direction}>{marker}{_words(line.words)}</p>'


def _words(words: Iterable[WordChange]) -> str:
    """Neighbouring words of one kind share one sign, whatever their style."""
    return "".join(
        _marked_run(kind, tuple(run)) if kind in _SIGNS else "".join(map(_word, run))
        for kind, run in groupby(words, key=lambda word: word.kind)
    )


def _marked_run(kind: str, run: tuple[WordChange, ...]) -> str:
    *before, last = run
    text, space = _split_space(last)
    styled = "".join(_styled(word, word.text) for word in before)
    return _marked(kind, styled + _styled(last, text)) + space


def _word(word: WordChange) -> str:
    if word.kind == "same" or not word.text.strip():
        return _styled(word, word.text)
    text, space = _split_space(word)
    addresses = "".join(
        f" {_marked(kind, _text(href))}"
        for kind, href in (("removed", word.old_href), ("added", word.href))
        if href and word.kind == "link"
    )
    return f'<span class="restyled">{_styled(word, text)}</span>{addresses}{space}'


def _split_space(word: WordChange) -> tuple[str, str]:
    """The text, and the space after it, which stays outside its mark."""
    text = word.text.rstrip()
    return text, _text(word.text[len(text) :])


def _marked(kind: str, html: str) -> str:
    tag, sign = _SIGNS[kind]
    return f'<span class="sign sign-{kind}">{sign}</span><{tag}>{html}</{tag}>'


def _styled(word: WordChange, text: str) -> str:
    html = _text(text)
    if word.italic:
        html = f"<em>{html}</em>"
    if word.bold:
        html = f"<strong>{html}</strong>"
    return html


def _text(text: str) -> str:
    return escape(breakable(text)).replace("\n", "<br>")
