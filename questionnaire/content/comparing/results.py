"""The result of a comparison: paragraphs, their lines, their words."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from questionnaire.content.blocks import Block, Table
from questionnaire.content.comparing.structure import Structure
from questionnaire.content.prose import count_words


@dataclass(frozen=True)
class WordChange:
    """Adjacent words with the same change and the same style.

    `kind` is "same", "added", "removed", "emphasis" (the same words, in bold, in
    italics, raised or lowered now or no longer) or "link" (the same words, with
    another address). Text and style are those of the new side, or of the old one for
    removed words; `old_text` is the old side's where a reader sees no difference (l'
    and l’). A line that was divided or joined has breaks among its words: `next_line`
    is where the line after the break stands.
    """

    kind: str
    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None
    script: str = ""
    old_bold: bool = False
    old_italic: bool = False
    old_href: str | None = None
    old_script: str = ""
    old_text: str | None = None
    next_line: Structure | None = None

    @property
    def is_in_old(self) -> bool:
        return self.kind != "added"

    @property
    def is_in_new(self) -> bool:
        return self.kind != "removed"

    @property
    def is_break(self) -> bool:
        return self.next_line is not None

    @property
    def of_old(self) -> "WordChange":
        """These words as they look on the old side."""
        word = self
        if self.kind in ("emphasis", "link"):
            word = replace(
                self,
                bold=self.old_bold,
                italic=self.old_italic,
                href=None,
                script=self.old_script,
            )
        if self.old_text is not None:
            word = replace(word, text=self.old_text, old_text=None)
        return word

    @property
    def of_new(self) -> "WordChange":
        """These words as they look on the new side."""
        return replace(self, old_href=None) if self.old_href else self


@dataclass(frozen=True)
class LineChange:
    """One paragraph of text: by itself, in a list or in a quotation.

    `kind` is "same", "added", "removed" or "changed". `structure` is where the
    line stands on the new side (on the old one if removed), `old_structure` where
    it stood on the old side, None if it is new. A line that moved is "removed" where
    it was and "added" where it is now, with the same `words` at both places.
    """

    kind: str
    words: tuple[WordChange, ...]
    structure: Structure
    old_structure: Structure | None = None
    is_moved: bool = False

    @property
    def old_words(self) -> tuple[WordChange, ...]:
        return tuple(word.of_old for word in self.words if word.is_in_old)

    @property
    def new_words(self) -> tuple[WordChange, ...]:
        return tuple(word.of_new for word in self.words if word.is_in_new)

    @property
    def added_breaks(self) -> int:
        """Into how many more lines it was divided."""
        return self._breaks("added")

    @property
    def removed_breaks(self) -> int:
        """Of how many more lines it was joined."""
        return self._breaks("removed")

    def _breaks(self, kind: str) -> int:
        return sum(word.is_break and word.kind == kind for word in self.words)

    @property
    def changed_words(self) -> tuple[WordChange, ...]:
        return tuple(
            word for word in self.words if word.kind != "same" and not word.is_break
        )

    @property
    def is_in_old(self) -> bool:
        return self.kind != "added"

    @property
    def is_in_new(self) -> bool:
        return self.kind != "removed"

    @property
    def is_departure(self) -> bool:
        """Whether the line stood here and stands elsewhere now."""
        return self.is_moved and self.kind == "removed"

    @property
    def former_structure(self) -> Structure:
        """Where it stood on the old side, or stands if it is new."""
        return self.old_structure or self.structure

    @property
    def is_elsewhere(self) -> bool:
        """Whether the line stands elsewhere now: as an item of a list, say."""
        return not self.former_structure.resembles(self.structure)


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph, list, quotation or table row, on one side or on both.

    `kind` is "same", "added", "removed" or "changed". All `new_blocks`, in order,
    are the new text; all `old_blocks`, the old one. Mostly there is one on each
    side; where a block was divided there are several new ones, where blocks were
    joined several old ones, and none where it was added or removed.

    What changed its place is "removed" where it was and "added" where it is now,
    both with `is_moved` and the same `lines`, whose words say what else changed;
    `blocks_elsewhere` are those at the other place. Numbers count the blocks of each
    side from 1, and each row of a table; 0 where there is none. `row_name` is what
    the first column of a row says. A table within a text has `rows`, each a change
    of its own, whose lines are its lines.
    """

    kind: str
    old_blocks: tuple[Block, ...]
    new_blocks: tuple[Block, ...]
    lines: tuple[LineChange, ...]
    old_number: int = 0
    new_number: int = 0
    is_moved: bool = False
    blocks_elsewhere: tuple[Block, ...] = ()
    old_row_name: str = ""
    new_row_name: str = ""
    rows: tuple["ParagraphChange", ...] = ()

    @property
    def is_row(self) -> bool:
        return isinstance((*self.new_blocks, *self.old_blocks)[0], Table)

    @property
    def is_departure(self) -> bool:
        """Whether it stood here and stands elsewhere now."""
        return self.is_moved and self.kind == "removed"

    @property
    def number(self) -> int:
        """Its number on the side on which it is shown."""
        return self.old_number if self.kind == "removed" else self.new_number

    @property
    def row_name(self) -> str:
        return self.old_row_name if self.kind == "removed" else self.new_row_name

    @property
    def has_other_words(self) -> bool:
        """Whether anything but its place changed."""
        return any(word.kind != "same" for line in self.lines for word in line.words)

    @property
    def is_divided(self) -> bool:
        """Whether it was one block and is several, or the reverse."""
        return len(self.old_blocks) > 1 or len(self.new_blocks) > 1

    @property
    def words(self) -> tuple[WordChange, ...]:
        """Its words, without those that are shown where they stand now."""
        if self.rows and not self.is_departure:
            return tuple(word for row in self.rows for word in row.words)
        return tuple(
            word
            for line in self.lines
            if not (self.is_departure or line.is_departure)
            for word in line.words
        )


@dataclass(frozen=True)
class Comparison:
    """Two texts side by side, paragraph by paragraph.

    `total` compares the cells of a table's last row, which sums up the others, with
    those of the other side's.
    """

    paragraphs: tuple[ParagraphChange, ...]
    total: tuple[LineChange, ...] = ()

    @cached_property
    def added(self) -> int:
        """How many words are new."""
        return self._count("added")

    @cached_property
    def removed(self) -> int:
        """How many words are gone."""
        return self._count("removed")

    @property
    def is_equal(self) -> bool:
        return all(paragraph.kind == "same" for paragraph in self.paragraphs)

    @cached_property
    def changes(self) -> tuple[ParagraphChange, ...]:
        """The paragraphs that are not the same; a moved one counts once."""
        return tuple(
            paragraph
            for paragraph in self.paragraphs
            if paragraph.kind != "same" and not paragraph.is_departure
        )

    @property
    def has_rows(self) -> bool:
        """Whether a table is compared."""
        return any(paragraph.is_row for paragraph in self.paragraphs)

    @property
    def total_changes(self) -> bool:
        """Whether the last row sums up to something else."""
        return any(line.kind != "same" for line in self.total)

    @cached_property
    def passages(self) -> list[tuple[bool, tuple[ParagraphChange, ...]]]:
        """[(is unchanged, paragraphs)]: unchanged stretches can be folded.

        Rows of a table and other paragraphs are in passages of their own.
        """
        return [
            (is_same, tuple(paragraphs))
            for (is_same, _is_row), paragraphs in groupby(
                self.paragraphs,
                key=lambda paragraph: (paragraph.kind == "same", paragraph.is_row),
            )
        ]

    def _count(self, kind: str) -> int:
        return sum(
            count_words(word.text)
            for paragraph in self.paragraphs
            for word in paragraph.words
            if word.kind == kind
        )
