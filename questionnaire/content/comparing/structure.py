"""The position of a line of text: in which list, quotation, heading or cell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Structure:
    """The position of a line: in how many lists and quotations, with which marker.

    `list_kind` is "bullet", "ordered" or "" outside lists; `marker` is what is
    printed before a list item ("•", "2."), "" before its further paragraphs.
    `first_number` is the number of a numbered list's first item, 0 elsewhere.
    `column` is the key of a cell's column and `label` its name; "" elsewhere.
    `heading` is the level of a heading, 0 elsewhere; `indent` how far a preformatted
    line is indented, None elsewhere.
    """

    list_kind: str = ""
    depth: int = 0
    is_quoted: bool = False
    marker: str = ""
    column: str = ""
    label: str = ""
    first_number: int = 0
    heading: int = 0
    indent: int | None = None

    @property
    def is_preformatted(self) -> bool:
        return self.indent is not None

    def resembles(self, other: "Structure") -> bool:
        """Whether a reader would say that the line stands where `other` does.

        The number of an item may differ, when others come before it now, but not
        that of the whole list; nor does the language of a column's name matter.
        """
        return self._kind == other._kind and not self.is_list_of_other_numbers(other)

    def is_list_of_other_numbers(self, other: "Structure") -> bool:
        """Whether both begin a list, which is numbered from another number."""
        first, others_first = self.first_number, other.first_number
        return bool(first and others_first and first != others_first)

    @property
    def _kind(self) -> tuple[object, ...]:
        place = (self.list_kind, self.depth, self.is_quoted, bool(self.marker))
        return (*place, self.column, self.heading, self.indent)
