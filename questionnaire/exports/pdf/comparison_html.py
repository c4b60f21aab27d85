"""A compared paragraph as safe HTML for print.

Added and removed words have a sign besides their line, so that they can be told
apart without colour, by ear, and in copied text.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeAlias

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

# (what to say of a line, the language tag of that).
Notes: TypeAlias = tuple[list[str], str]


def paragraph_html(
    paragraph: ParagraphChange, notes_of: Callable[[LineChange], Notes] | None = None
) -> SafeString:
    """Safe HTML of a ParagraphChange, line by line; every text in it is escaped.

    `notes_of` a line gives what to say of its place, and the language of that.
    """
    return mark_safe(  # noqa: S308
        "".join(
            _line(line, notes_of(line) if notes_of else ([], ""))
            for line in paragraph.lines
        )
    )


def words_html(words: Iterable[WordChange]) -> str:
    """Words with their changes marked; every text in it is escaped.

    Neighbouring words of one kind share one sign, whatever their style.
    """
    html, before = "", None
    for kind, run in groupby(words, key=_kind):
        some = tuple(run)
        if before == "removed" and kind == "added" and not html[-1:].isspace():
            html += " "
        if kind in _SIGNS:
            html += _marked_run(kind, some)
        else:
            html += "".join(map(_break if kind == "break" else _word, some))
        before = kind
    return html


def plain_html(words: Iterable[WordChange]) -> str:
    """The same words without marks."""
    return "".join(_styled(word, word.text) for word in words)


def _line(line: LineChange, notes: Notes) -> str:
    classes = ["line"]
    if line.structure.depth:
        classes.append(f"depth-{min(line.structure.depth, _MAX_DEPTH)}")
    if line.structure.is_quoted:
        classes.append("quoted")
    if line.structure.heading:
        classes.append("headed")
    if line.structure.is_preformatted:
        classes.append("preformatted")
    if is_right_to_left("".join(word.text for word in line.words)):
        direction = ' dir="rtl"'
    else:
        direction = ""
    marker = f"{escape(line.structure.marker)} " if line.structure.marker else ""
    is_gone = line.is_departure
    words = plain_html(line.old_words) if is_gone else words_html(line.words)
    said, language = notes
    place = "".join(
        f' <span class="place" lang="{language}">({escape(note)})</span>'
        for note in said
    )
    return f'<p class="{" ".join(classes)}"{direction}>{marker}{words}{place}</p>'


def _kind(word: WordChange) -> str:
    return "break" if word.is_break else word.kind


def _break(word: WordChange) -> str:
    """A break between two lines that only one side has, and the line’s marker."""
    mark = _marked(word.kind, "¶")
    if word.kind == "removed" or word.next_line is None:
        return f"{mark} "
    marker = word.next_line.marker
    return f"{mark}<br>" + (f"{escape(marker)} " if marker else "")


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
    if word.script:
        html = f"<{word.script}>{html}</{word.script}>"
    if word.italic:
        html = f"<em>{html}</em>"
    if word.bold:
        html = f"<strong>{html}</strong>"
    return html


def _text(text: str) -> str:
    return escape(breakable(text)).replace("\n", "<br>")
