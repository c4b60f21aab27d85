"""What every kind of column does with its cells, and what several share."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from questionnaire.content.blocks import Run
from questionnaire.content.directions import contained
from questionnaire.lib.text import displayable

# The template's description of a column: {"key", "kind", "label": {"fr", "en"}} and
# what its kind has beside; and the value of one of its cells, None when it is empty.
Column: TypeAlias = dict[str, Any]
Cell: TypeAlias = Any

# No number, date or word is as long; what is longer would take long to read.
LONGEST_READ = 100
_SHOWN_IN_ERRORS = 60


class ColumnKind:
    """How the cells of one kind of column are read, stored, shown and added up.

    `control` is what the form shows: a "line", a "text" of several lines, a "select"
    or "checkboxes"; `input_mode` what a phone's keyboard offers.
    """

    name: str
    description: str | Promise  # what it takes, in a word or two
    control = "line"
    input_mode = ""
    is_figure = False  # stands to the right, under the figures above it
    has_total = False
    # Whether the template lists the choices, and what else it may say of a column.
    needs_choices = False
    options: tuple[str, ...] = ()

    def clean(self, value: Any, column: Column) -> Cell:
        """What was typed, or is stored, as it is stored; None if it says nothing.

        Cleaning is idempotent. Raises ValidationError with a message for the author,
        without the cell's position.
        """
        raise NotImplementedError

    def text(self, value: Cell, column: Column, language: str) -> str:
        """What a stored value says in `language`."""
        return str(value)

    def runs(self, value: Cell, column: Column, language: str) -> tuple[Run, ...]:
        """The same as runs of text, with addresses as links and line breaks as runs."""
        pieces = re.split("(\n)", self.text(value, column, language))
        return contained(Run(piece) for piece in pieces if piece)

    def typed(self, value: Cell, column: Column, language: str) -> Any:
        """A stored value as the form's control has it, for who writes `language`."""
        return value

    def choices(self, column: Column, language: str) -> list[tuple[str, str]]:
        """[(value, label)] of what the control offers."""
        return []

    def total(self, values: Sequence[Cell]) -> Cell:
        """The sum of stored values, in the same form."""
        raise NotImplementedError


def read_typed(value: Any, read: Callable[[str], Cell], message: str) -> Cell:
    """What `read` makes of a text; ValidationError with the message if that is None."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise wrong_type()
    found = read(value)
    if found is None:
        raise unreadable(value, message)
    return found


def read_short(value: Any, read: Callable[[str], Cell], message: str) -> Cell:
    """The same, of text that can't be long."""
    return read_typed(
        value, lambda text: read(text) if len(text) <= LONGEST_READ else None, message
    )


def unreadable(value: Any, message: str, code: str = "unreadable") -> ValidationError:
    """That a cell says nothing that its column takes; `%(typed)s` quotes it."""
    text = displayable(str(value))
    if len(text) > _SHOWN_IN_ERRORS:
        text = f"{text[:_SHOWN_IN_ERRORS]}…"
    return ValidationError(message, code=code, params={"typed": text})


def wrong_type() -> ValidationError:
    """That something else was sent than a form's control sends."""
    return ValidationError(
        _("this is not an answer of the expected kind."), code="wrong_type"
    )
