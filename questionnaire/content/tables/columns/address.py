"""Columns of addresses of the web."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.content.blocks import Run
from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    read_typed,
)
from questionnaire.lib.text import validate_direction


class Address(ColumnKind):
    """Stored as it was typed, a whole address."""

    name = "url"
    description = gettext_lazy("address of a page")
    input_mode = "url"

    def clean(self, value: Any, column: Column) -> str:
        message = _("“%(typed)s” is not an address. Begin it with https:// or http://.")
        return str(read_typed(value, read_address, message))

    def runs(self, value: Cell, column: Column, language: str) -> tuple[Run, ...]:
        return (Run(value, href=value),)


def read_address(text: str) -> str | None:
    """The address that a text is, or None; raises ValidationError for marks of
    direction, which would let it read as another.
    """
    validate_direction(text)
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return text if is_whole and not re.search(r"\s", text) else None
