"""French as it is set in Canada: spaces, guillemets and apostrophes.

The rules are those of the Office québécois de la langue française: a non-breaking space
before a colon, a percent or dollar sign and a unit, in numbers, and inside « ». None is
put before ; ! and ?, as in Canada; one that was typed no longer breaks. Links,
addresses, names of files and times such as 13:05 stay as they are.

static/questionnaire/js/content/typography.js does the same while somebody types;
tests/vectors/typography.json has examples for both.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from questionnaire.content.blocks import (
    Block,
    Heading,
    List,
    Paragraph,
    Quotation,
    Row,
    Run,
    Table,
    TextTable,
)
from questionnaire.content.languages import language_of
from questionnaire.vocabulary import Language

NBSP = "\N{NO-BREAK SPACE}"
_LETTER = r"[^\W\d_]"
# Addresses, paths, names of files, abbreviations: no French words.
_IN_TOKEN = r"[^\s«»“”\"()]"  # noqa: S105 – part of a pattern
_PROTECTED = re.compile(
    rf"{_IN_TOKEN}*(?:://|[@\\/_]|\w\.\w){_IN_TOKEN}*(?<![:;,.!?…])"
)
_UNITS = "h|min|s|o|ko|Ko|Mo|Go|To|Po|mg|g|kg|mm|cm|m|km|mL|L|°C"
# A breaking space that becomes a non-breaking one.
_SPACES = re.compile(
    r"(?<=\S) (?=[;!?»])"
    r"|(?<=\S) (?=:(?:\s|$))"
    r"|(?<=\d) (?=[%‰$€])"
    rf"|(?<=\d) (?=(?:{_UNITS})(?![\w'’]))"
    rf"|(?<=\d[ {NBSP}]h) (?=\d)"
    r"|(?<=«) (?=\S)"
)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
# Where a space is missing.
_GAPS = re.compile(r"(?<=«)(?=[^\s»])|(?<=[^\s«])(?=»)|(?<=[^\s:])(?=:(?:\s|$))")
_APOSTROPHE = re.compile(rf"(?<={_LETTER})'(?=[\w«])")
_QUOTE = re.compile('[«»"]')
_BEFORE_OPENING = re.compile(r"[\s(\[’'—–-]")
# “C:” is a drive.
_DRIVE = re.compile(r"(?:^|\W)[A-Z]\Z")


@dataclass(frozen=True, order=True)
class Change:
    """What stands from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


def typographic_changes(
    text: str,
    *,
    is_open: bool = False,
    protected: Iterable[tuple[int, int]] = (),
) -> list[Change]:
    """What a French text lacks, in order.

    `is_open`: it goes on being typed, so that its end tells nothing yet. `protected`
    are further stretches, (start, end), in which nothing is changed.
    """
    spans = [*protected, *(each.span() for each in _PROTECTED.finditer(text))]
    found = [*_spacing(text, is_open), *_quotes(text, is_open)]
    return sorted(
        change
        for change in found
        if not any(
            change.start < end and change.end > start
            if change.start < change.end
            else start < change.start < end
            for start, end in spans
        )
    )


def typeset(text: str) -> str:
    """The text with all of these changes."""
    return _changed(text, typographic_changes(text))


def typeset_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks of French; what is plainly English in them stays as it is."""
    return tuple(map(_typeset_block, blocks))


def _typeset_block(block: Block) -> Block:
    if isinstance(block, Paragraph | Heading):
        return replace(block, runs=_typeset_runs(block.runs))
    if isinstance(block, List):
        return replace(block, items=tuple(map(typeset_blocks, block.items)))
    if isinstance(block, Quotation):
        return replace(block, blocks=typeset_blocks(block.blocks))
    if isinstance(block, Table):
        total = tuple(map(_typeset_runs, block.total))
        return replace(block, rows=_typeset_rows(block.rows), total=total)
    if isinstance(block, TextTable):
        return replace(block, rows=_typeset_rows(block.rows))
    # Each character of preformatted lines has its place.
    return block


def _typeset_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(tuple(map(_typeset_runs, row)) for row in rows)


def _typeset_runs(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs of one paragraph, whose links stay as they are."""
    text = "".join(run.text for run in runs)
    if not text or language_of(text) is Language.EN:
        return tuple(runs)
    starts = list(accumulate((len(run.text) for run in runs[:-1]), initial=0))
    links = [
        (start, start + len(run.text))
        for start, run in zip(starts, runs, strict=True)
        if run.href
    ]
    of_run: dict[int, list[Change]] = {}
    for change in typographic_changes(text, protected=links):
        # What is missing before a run is put into it: the one before may be a link.
        index = bisect_right(starts, change.start) - 1
        start = starts[index]
        moved = Change(change.start - start, change.end - start, change.text)
        of_run.setdefault(index, []).append(moved)
    return tuple(
        replace(run, text=_changed(run.text, of_run.get(index, [])))
        for index, run in enumerate(runs)
    )


def _changed(text: str, changes: Iterable[Change]) -> str:
    pieces, end = [], 0
    for change in changes:
        pieces += [text[end : change.start], change.text]
        end = change.end
    return "".join([*pieces, text[end:]])


def _spacing(text: str, is_open: bool) -> Iterator[Change]:
    for found in _SPACES.finditer(text):
        yield Change(found.start(), found.end(), NBSP)
    for number in _NUMBER.finditer(text):
        for at in range(number.start(), number.end()):
            if text[at] == " ":
                yield Change(at, at + 1, NBSP)
    for found in _GAPS.finditer(text):
        at = found.start()
        is_colon = text[at] == ":"
        is_unsure = is_open and at + 1 == len(text)
        if not (is_colon and (is_unsure or _DRIVE.search(text[:at]))):
            yield Change(at, at, NBSP)
    for found in _APOSTROPHE.finditer(text):
        yield Change(found.start(), found.end(), "’")


def _quotes(text: str, is_open: bool) -> Iterator[Change]:
    """Straight quotation marks in pairs, or the first of a pair being typed."""
    depth, opening = 0, None
    for found in _QUOTE.finditer(text):
        at = found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if found[0] == "«":
            depth += 1
        elif found[0] == "»":
            depth = max(0, depth - 1)
        elif depth == 0 and opening is None:
            may_open = not before or _BEFORE_OPENING.match(before)
            if may_open and (not after.isspace() if after else is_open):
                opening = at
                if is_open:
                    yield Change(at, at + 1, f"«{NBSP}")
        elif before and not before.isspace() and "»" not in text[at:]:
            if opening is not None and not is_open:
                yield Change(opening, opening + 1, f"«{NBSP}")
            yield Change(at, at + 1, f"{NBSP}»")
            opening, depth = None, max(0, depth - 1)
