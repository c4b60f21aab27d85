"""A compared paragraph as safe HTML for print.

Words that came or went bear a sign besides their line, so that they can be told
apart without colour, by ear, and in text that is copied.
"""

from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import mark_safe

from questionnaire.exports.characters import breakable, is_right_to_left

_SIGNS = {"added": ("ins", "+"), "removed": ("del", "\N{MINUS SIGN}")}
_DEEPEST = 4


def paragraph_html(paragraph):
    """Safe HTML of a ParagraphChange, line by line; every text in it is escaped."""
    return mark_safe("".join(map(_line, paragraph.lines)))  # noqa: S308


def _line(line):
    classes = ["line"]
    if line.structure.depth:
        classes.append(f"depth-{min(line.structure.depth, _DEEPEST)}")
    if line.structure.is_quoted:
        classes.append("quoted")
    if is_right_to_left("".join(word.text for word in line.words)):
        direction = ' dir="rtl"'
    else:
        direction = ""
    marker = f"{escape(line.structure.marker)} " if line.structure.marker else ""
    return f'<p class="{" ".join(classes)}"{direction}>{marker}{_words(line.words)}</p>'


def _words(words):
    """Neighbours that came or went together bear one sign, whatever their look."""
    return "".join(
        _marked_run(kind, tuple(run)) if kind in _SIGNS else "".join(map(_word, run))
        for kind, run in groupby(words, key=lambda word: word.kind)
    )


def _marked_run(kind, run):
    *before, last = run
    text, space = _parted(last)
    styled = "".join(_styled(word, word.text) for word in before)
    return _marked(kind, styled + _styled(last, text)) + space


def _word(word):
    if word.kind == "same" or not word.text.strip():
        return _styled(word, word.text)
    text, space = _parted(word)
    addresses = "".join(
        f" {_marked(kind, _text(href))}"
        for kind, href in (("removed", word.old_href), ("added", word.href))
        if href and word.kind == "link"
    )
    return f'<span class="restyled">{_styled(word, text)}</span>{addresses}{space}'


def _parted(word):
    """Its words, and the space after them, which stays outside their mark."""
    words = word.text.rstrip()
    return words, _text(word.text[len(words) :])


def _marked(kind, html):
    tag, sign = _SIGNS[kind]
    return f'<span class="sign sign-{kind}">{sign}</span><{tag}>{html}</{tag}>'


def _styled(word, words):
    html = _text(words)
    if word.italic:
        html = f"<em>{html}</em>"
    if word.bold:
        html = f"<strong>{html}</strong>"
    return html


def _text(words):
    return escape(breakable(words)).replace("\n", "<br>")
