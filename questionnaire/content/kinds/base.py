"""The base class of all kinds of parts."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from django import forms
from django.utils.translation import gettext as _

from questionnaire.content.blocks import Block
from questionnaire.content.comparing import Comparison, compare_blocks

# JSON data of a part’s kind, as `Kind.clean` gives it; None stands for no answer.
Value: TypeAlias = Any
# The template's options for a part: columns, choices.
Options: TypeAlias = dict[str, Any]
# An answer: {part key: value}, without empty parts.
Content: TypeAlias = dict[str, Value]


class PartLike(Protocol):
    """What a kind needs to know about a part of a question."""

    @property
    def key(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def options(self) -> Options: ...


class Kind:
    """How one kind of part is asked, cleaned and shown.

    A value is JSON data; None stands for "no answer". `options` are the template's
    options for the part (`Part.options`); `language` is "fr" or "en".
    """

    name = ""
    # Whether a value is several pieces, one for each block or row that it shows.
    is_divisible = False

    def form_field(
        self, *, label: str, help_text: str, options: Options, language: str
    ) -> forms.Field:
        """A form field that asks for the value; its `clean` gives a clean value."""
        raise NotImplementedError

    def clean(self, value: Any, options: Options) -> Value:
        """The value as it is stored, or None when it is empty.

        Raises ValidationError, in words for the author, when it can't be stored.
        """
        raise NotImplementedError

    def conform(self, value: Value, options: Options) -> Value:
        """A value stored earlier, without what the part no longer accepts; or None.

        The template may have changed since; a kind of free text accepts anything.
        """
        return value

    def leftover(self, value: Value, options: Options) -> Value:
        """What `conform` leaves out of a stored value, or None.

        A value of several pieces keeps with each what names it.
        """
        return None if self.conform(value, options) is not None else value

    def blocks(
        self, value: Value, options: Options, language: str
    ) -> tuple[Block, ...]:
        """The value as blocks of text (content/blocks.py), for pages and exports."""
        raise NotImplementedError

    def compare(
        self, old: Value, new: Value, options: Options, language: str
    ) -> Comparison:
        """The differences between two values (or None): a comparing.Comparison.

        Compares the blocks: paragraph by paragraph, tables row by row.
        """
        return compare_blocks(
            () if old is None else self.blocks(old, options, language),
            () if new is None else self.blocks(new, options, language),
        )

    def split(self, value: Value) -> list[Value]:
        """The value as a list of pieces that can be picked one by one, in order.

        By default one piece, the value itself; a kind with rows gives its rows.
        """
        return [value]

    def merge(self, pieces: Sequence[Value]) -> Value:
        """The value made of these pieces, or None without any."""
        return pieces[-1] if pieces else None

    def own_words(self, piece: Value, options: Options) -> str:
        """The author's own words in a piece, by which its language is guessed.

        Without quotations and the template's words; "" where there are no others.
        """
        return ""

    def passages(self, value: Value) -> list[Value]:
        """The value as the smallest pieces that texts of several people share.

        By default those that `split` gives; each shows one block.
        """
        return self.split(value)

    def merge_passages(self, passages: Sequence[Value]) -> Value:
        """The value made of these passages, or None without any."""
        return self.merge(passages)

    def append(self, value: Value, added: Value) -> Value:
        """My `value` with a colleague’s `added` after it; either may be None."""
        return added if value is None else value

    def example(self, text: str) -> Value:
        """A value made from plain example text, or None if that makes no sense."""
        return None

    def to_form_data(self, name: str, value: Value) -> tuple[str, str]:
        """The (name, text) pair that the form field of this name sends for a value."""
        return name, value or ""

    def wrong_type(self) -> str:
        """The message for a value that is not of this kind at all."""
        return _("This is not an answer of the expected kind.")
