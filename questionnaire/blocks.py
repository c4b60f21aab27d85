"""What answers and guidance are made of once read: paragraphs, lists, quotations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; a line break is the text "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class List:
    """Items in order; each item is blocks, so lists nest."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Quotation:
    blocks: tuple["Block", ...]


Block = Paragraph | List | Quotation
