"""Texts and comparisons as a person reads and writes them, for golden files.

A text:   paragraphs, apart by empty lines; "- " and "1. " begin items of lists, two
          spaces before them nest; "> " a quotation; "| a | b |" rows of a table, the
          first of which names the columns; "|= a | b |" its total. ␣ is a
          non-breaking space, ⍽ a narrow one.
A result: [-removed-] and {+added+} words, ¶ where a line is divided or joined.
"""

import re

from questionnaire.content.blocks import (
    Column,
    List,
    Paragraph,
    Quotation,
    Run,
    Table,
)
from questionnaire.content.comparing.wording import place_note

_SPACES = {"␣": "\N{NO-BREAK SPACE}", "⍽": "\N{NARROW NO-BREAK SPACE}"}
_ITEM = re.compile(r"(?P<indent> *)(?:-|(?P<number>\d+)\.) (?P<text>.*)")


def read_text(written):
    """The blocks of a text in this notation."""
    for sign, space in _SPACES.items():
        written = written.replace(sign, space)
    return tuple(map(_block, re.split(r"\n\n+", written.strip("\n"))))


def _block(written):
    lines = written.splitlines()
    if lines and _ITEM.fullmatch(lines[0]):
        return _list(lines)
    if written.startswith("> "):
        return Quotation(tuple(_paragraph(line[2:]) for line in lines))
    if written.startswith("|"):
        return _table(lines)
    return _paragraph(written)


def _paragraph(text):
    return Paragraph((Run(text),))


def _list(lines):
    first = _ITEM.fullmatch(lines[0])
    items, index = [], 0
    while index < len(lines):
        found = _ITEM.fullmatch(lines[index])
        index += 1
        inner = []
        while index < len(lines) and _depth(lines[index]) > len(first["indent"]):
            inner.append(lines[index])
            index += 1
        nested = (_list(inner),) if inner else ()
        items.append((_paragraph(found["text"]), *nested))
    number = first["number"]
    return List(tuple(items), ordered=bool(number), start=int(number or 1))


def _depth(line):
    return len(line) - len(line.lstrip())


def _table(lines):
    heads, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in lines)
    columns = tuple(
        Column(head.casefold(), head, is_number="(" in head) for head in heads
    )
    cells = [tuple((Run(cell),) if cell else () for cell in row) for row in rows]
    total = ()
    if lines[-1].startswith("|="):
        total = tuple(_without_sign(cell) for cell in cells.pop())
    return Table(columns, tuple(cells), total=total)


def _without_sign(cell):
    return tuple(Run(run.text.removeprefix("=").strip()) for run in cell)


def write_result(comparison):
    """The lines that describe a comparison."""
    for change in comparison.paragraphs:
        yield _head(change)
        yield from (f"    {_line(line, change)}" for line in change.lines)
    if comparison.total:
        yield "total"
        yield from (f"    {_line(line, None)}" for line in comparison.total)
    yield (
        f"{len(comparison.changes)} changes, {comparison.added} words added, "
        f"{comparison.removed} removed"
    )


def _head(change):
    numbers = " → ".join(
        _numbers(number, blocks if not change.is_moved else ())
        for number, blocks in (
            (change.old_number, change.old_blocks),
            (change.new_number, change.new_blocks),
        )
    )
    moved = ""
    if change.is_moved:
        moved = ", moved away" if change.is_departure else ", moved here"
    return f"{numbers} {change.kind}{moved}"


def _numbers(number, blocks):
    if len(blocks) > 1:
        return f"{number}-{number + len(blocks) - 1}"
    return str(number or "none")


def _line(line, change):
    before, after = line.former_structure, line.structure
    marker = before.marker if before == after else f"{before.marker}→{after.marker}"
    if before.marker == after.marker:
        marker = after.marker
    parts = [f"{after.label}:" if after.label else "", marker]
    is_away = change is not None and change.is_departure or line.is_departure
    if line.is_moved and not (change is not None and change.is_moved):
        parts.append("(away)" if line.is_departure else "(moved here)")
    words = line.old_words if is_away else line.words
    parts.append("".join(map(_word, words)).strip())
    note = place_note(line)
    parts.append(f"({note})" if note and not is_away else "")
    text = " ".join(part for part in parts if part)
    for sign, space in _SPACES.items():
        text = text.replace(space, sign)
    return text


def _word(word):
    text = word.text
    if word.is_break:
        text = f"¶ {word.next_line.marker}".strip()
    words = text.rstrip()
    space = text[len(words) :] or (" " if word.is_break else "")
    signs = {"added": "{{+{}+}}", "removed": "[-{}-]", "same": "{}"}
    return signs.get(word.kind, f"<{word.kind} {{}}>").format(words) + space
