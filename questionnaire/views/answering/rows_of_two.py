"""Two texts of one answer as rows: what each side has, and which side is chosen."""

import json
from dataclasses import dataclass

from questionnaire.content.blocks import rows_apart
from questionnaire.content.comparing import ParagraphChange, compare_blocks
from questionnaire.content.kinds import KINDS
from questionnaire.content.prose import blocks_to_html
from questionnaire.models import Part

LEFT, RIGHT, BOTH = "left", "right", "both"


@dataclass(frozen=True)
class Row:
    """A paragraph or table row on either side, and which side is chosen."""

    name: str
    change: ParagraphChange
    choice: str
    is_decided: bool  # only one side changed it since both began
    # The values that each side adds to the result; none where it has nothing.
    old_pieces: tuple = ()
    new_pieces: tuple = ()

    @property
    def is_same(self):
        return self.change.kind == "same"

    @property
    def is_departure(self):
        return _follows(self.change)

    @property
    def old_html(self):
        return blocks_to_html(self.change.old_blocks, rel=None)

    @property
    def new_html(self):
        return blocks_to_html(self.change.new_blocks, rel=None)

    @property
    def old_for_script(self):
        return _for_script(self.old_html, self.old_pieces)

    @property
    def new_for_script(self):
        return _for_script(self.new_html, self.new_pieces)

    @property
    def pieces(self):
        """The values that this row adds to the result."""
        old, new = self.old_pieces, self.new_pieces
        if self.is_same:
            return new
        return {LEFT: old, RIGHT: new, BOTH: old + new}[self.choice]


@dataclass(frozen=True)
class PartRows:
    """A part of the question on both sides; an indivisible value is taken whole."""

    part: Part
    rows: tuple[Row, ...]
    saved: object
    mine: object

    @property
    def is_divisible(self):
        return KINDS[self.part.kind].is_divisible

    @property
    def result(self):
        """The value that results from the choices."""
        if self.is_divisible:
            pieces = [piece for row in self.rows for piece in row.pieces]
            return KINDS[self.part.kind].merge(pieces)
        takes_saved = any(row.choice == LEFT for row in self.rows)
        return self.saved if takes_saved else self.mine


def rows_of_part(part, saved, mine, start, language, data):
    """The rows of a part; `start` is the content that both windows started from."""
    kind = KINDS[part.kind]
    left, right, base = (
        _blocks(kind, part, side.get(part.key), language)
        for side in (saved, mine, start or {})
    )
    base = None if start is None else rows_apart(base)
    old_pieces, new_pieces = (
        iter(kind.split(side[part.key]) if side.get(part.key) is not None else ())
        for side in (saved, mine)
    )
    changes = compare_blocks(left, right).paragraphs
    for place, change in zip(_places_of_choice(changes), changes, strict=True):
        old = tuple(next(old_pieces, None) for _block in change.old_blocks)
        new = tuple(next(new_pieces, None) for _block in change.new_blocks)
        yield _row(f"choice-{part.key}-{place}", change, old, new, base, data)


def _places_of_choice(changes):
    """Where each of the changes is chosen: what moved, where it stands now."""
    arrivals = {
        change.old_number: index
        for index, change in enumerate(changes)
        if change.is_moved and not change.is_departure
    }
    for index, change in enumerate(changes):
        yield arrivals.get(change.old_number, index) if _follows(change) else index


def _follows(change):
    """Whether its choice is made elsewhere: at the other place where it stands."""
    return change.is_departure and bool(change.blocks_elsewhere)


def _row(name, change, old, new, base, data):
    """`base` is the text that both windows started from; None when unknown."""
    decided = None if base is None else _only_change(change, base)
    choice = data.get(name)
    if choice not in (LEFT, RIGHT, BOTH):
        choice = decided or RIGHT
    return Row(name, change, choice, decided is not None, old, new)


def _for_script(html, pieces):
    """What the page's script puts into the editor: HTML, or table rows as JSON."""
    is_table = any(isinstance(piece, list) for piece in pieces)
    return json.dumps(pieces[0], ensure_ascii=False) if is_table else html


def _only_change(change, base):
    """The side that changed this paragraph, if the other one left it alone.

    Of one that stands at two places, both places follow the same side.
    """
    old, new = change.old_blocks, change.new_blocks
    if change.blocks_elsewhere:
        old, new = old or change.blocks_elsewhere, new or change.blocks_elsewhere
    old_is_new, new_is_new = (any(b not in base for b in side) for side in (old, new))
    if not old:
        return RIGHT if new_is_new else LEFT
    if not new:
        return LEFT if old_is_new else RIGHT
    if old_is_new and new_is_new:
        return None
    if change.is_moved and not (old_is_new or new_is_new):
        return None
    return LEFT if old_is_new else RIGHT


def _blocks(kind, part, value, language):
    return () if value is None else tuple(kind.blocks(value, part.options, language))
