"""The result of a comparison: paragraphs, their lines, their words."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from questionnaire.content.blocks import Block, Table
from questionnaire.content.prose import count_words


@dataclass(frozen=True)
class WordChange:
    """Adjacent words with the same change and the same style.

    `kind` is "same", "added", "removed", "emphasis" (the same words, in bold or
    italics now or no longer) or "link" (the same words, with another address).
    The style is that of the new side, or of the old one for removed words.
    """

    kind: str
    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None
    old_bold: bool = False
    old_italic: bool = False
    old_href: str | None = None

    @property
    def is_in_old(self) -> bool:
        return self.kind != "added"

    @property
    def of_old(self) -> "WordChange":
        """These words as they look on the old side."""
        if self.kind not in ("emphasis", "link"):
            return self
        return replace(self, bold=self.old_bold, italic=self.old_italic, href=None)

    @property
    def of_new(self) -> "WordChange":
        """These words as they look on the new side."""
        return replace(self, old_href=None) if self.old_href else self

    @property
    def is_in_new(self) -> bool:
        return self.kind != "removed"


@dataclass(frozen=True)
class LineChange:
    """One paragraph of text: by itself, in a list or in a quotation.

    `kind` is "same", "added", "removed" or "changed". `structure` is where the
    line stands on the new side (on the old one if removed), `old_structure` on
    the old side if it stood elsewhere there: the same words made a list item,
    say.
    """

    kind: str
    words: tuple[WordChange, ...]
    structure: "Structure"
    old_structure: "Structure | None" = None
    is_moved: bool = False

    @property
    def old_words(self) -> tuple[WordChange, ...]:
        return tuple(word.of_old for word in self.words if word.is_in_old)

    @property
    def new_words(self) -> tuple[WordChange, ...]:
        return tuple(word.of_new for word in self.words if word.is_in_new)

    @property
    def changed_words(self) -> tuple[WordChange, ...]:
        return tuple(word for word in self.words if word.kind != "same")

    @property
    def is_in_old(self) -> bool:
        return self.kind != "added"

    @property
    def is_in_new(self) -> bool:
        return self.kind != "removed"


@dataclass(frozen=True)
class Structure:
    """The position of a line: in how many lists and quotations, with which marker.

    `list_kind` is "bullet", "ordered" or "" outside lists; `marker` is what is
    printed before a list item ("•", "2."), "" before its further paragraphs.
    `column` is the key of a cell's column and `label` its name; "" elsewhere.
    """

    list_kind: str = ""
    depth: int = 0
    is_quoted: bool = False
    marker: str = ""
    column: str = ""
    label: str = ""

    def resembles(self, other: "Structure") -> bool:
        """Whether only the numbering, or the language of the column, differs."""
        return self._kind == other._kind

    @property
    def _kind(self) -> tuple[str, int, bool, bool, str]:
        place = (self.list_kind, self.depth, self.is_quoted, bool(self.marker))
        return (*place, self.column)


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph, list, quotation or table row, on one side or on both.

    `kind` is "same", "added", "removed" or "changed". All blocks that have
    `new`, in order, are the new text; all that have `old`, the old one. A block
    that only changed its place is "removed" in one and "added" in the other,
    both with `is_moved`, and its words are "same". `number` counts the blocks of
    the new side from 1, of the old side for what was removed; each row of a
    table counts. `row_name` is what the first column of a row says.
    """

    kind: str
    old: Block | None
    new: Block | None
    lines: tuple[LineChange, ...]
    number: int
    is_moved: bool = False
    row_name: str = ""

    @property
    def is_row(self) -> bool:
        return isinstance(self.new or self.old, Table)

    @property
    def words(self) -> tuple[WordChange, ...]:
        return tuple(word for line in self.lines for word in line.words)


@dataclass(frozen=True)
class Comparison:
    """Two texts side by side, paragraph by paragraph."""

    paragraphs: tuple[ParagraphChange, ...]

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
            if paragraph.kind != "same"
            and not (paragraph.is_moved and paragraph.kind == "removed")
        )

    @cached_property
    def passages(self) -> list[tuple[bool, tuple[ParagraphChange, ...]]]:
        """[(is unchanged, paragraphs)]: unchanged stretches can be folded."""
        return [
            (is_same, tuple(paragraphs))
            for is_same, paragraphs in groupby(
                self.paragraphs, key=lambda paragraph: paragraph.kind == "same"
            )
        ]

    def _count(self, kind: str) -> int:
        return sum(
            count_words(word.text)
            for paragraph in self.paragraphs
            for word in paragraph.words
            if word.kind == kind
        )
