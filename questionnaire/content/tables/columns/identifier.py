"""Columns of identifiers: what they are is found from how they are written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.content.blocks import Run
from questionnaire.content.tables.columns.address import read_address
from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    read_typed,
    wrong_type,
)
from questionnaire.lib import doi, orcid, ror
from questionnaire.lib.isbn import normalize_isbn, validate_isbn
from questionnaire.lib.text import validate_direction, validate_text

_LONGEST = 2_000
_ORCID = re.compile(r"(?:https?://orcid\.org/)?[\dXx]{4}(-[\dXx]{4}){3}", re.ASCII)
_ROR = re.compile(r"(?:https?://)?ror\.org/\S+", re.ASCII | re.IGNORECASE)
_ISBN = re.compile(r"ISBN(?:-1[03])?:?\s?[\dX\s-]+|97[89][\d\s-]{10,}", re.IGNORECASE)
_ARK = re.compile(r"(?:https?://[^/\s]+/)?ark:/?(\d{5,9}/\S+)", re.IGNORECASE)
_HANDLE = re.compile(r"(?:https?://hdl\.handle\.net/|hdl:)(\d[\d.]*/\S+)", re.I)


@dataclass(frozen=True)
class Scheme:
    """A system of identifiers.

    `read` takes a text to the identifier as it is stored, None if it is none of these;
    it raises ValidationError for one with a wrong check digit. `link` comes before the
    identifier in its address; None if it has none.
    """

    name: str
    read: Callable[[str], str | None]
    link: str | None = ""

    def address(self, value: str) -> str | None:
        return None if self.link is None else f"{self.link}{value}"


def _read_orcid(text: str) -> str | None:
    if not _ORCID.fullmatch(text):
        return None
    orcid.validate_orcid(text)
    return orcid.normalize_orcid(text)


def _read_ror(text: str) -> str | None:
    if not _ROR.fullmatch(text):
        return None
    ror.validate_ror(text)
    return ror.normalize_ror(text).removeprefix(ror.PREFIX)


def _read_doi(text: str) -> str | None:
    address = doi.normalize_doi(text)
    is_doi = address.startswith(f"{doi.PREFIX}10.")
    return doi.short_form(address) if is_doi else None


def _read_isbn(text: str) -> str | None:
    if not _ISBN.fullmatch(text):
        return None
    validate_isbn(text)
    return normalize_isbn(text)


def _read_ark(text: str) -> str | None:
    found = _ARK.fullmatch(text)
    return f"ark:/{found[1]}" if found else None


def _read_handle(text: str) -> str | None:
    found = _HANDLE.fullmatch(text)
    return found[1] if found else None


# In the order in which they are tried: any of them may be written as an address.
SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme("orcid", _read_orcid, "https://orcid.org/"),
        Scheme("ror", _read_ror, ror.PREFIX),
        Scheme("doi", _read_doi, doi.PREFIX),
        Scheme("handle", _read_handle, "https://hdl.handle.net/"),
        Scheme("ark", _read_ark, "https://n2t.net/"),
        Scheme("isbn", _read_isbn, None),
        Scheme("url", read_address),
    )
}


class Identifier(ColumnKind):
    """Stored as {"scheme": "doi", "value": "10.5683/SP3/ABC"}; the column’s `schemes`
    are those that it takes, all without them.
    """

    name = "identifier"
    description = gettext_lazy("identifier")
    input_mode = "url"
    options = ("schemes",)

    def clean(self, value: Any, column: Column) -> Cell:
        schemes = [SCHEMES[name] for name in column.get("schemes", SCHEMES)]
        if isinstance(value, dict):
            return _stored(value, column)
        return read_typed(
            value,
            lambda text: _read(text, schemes),
            _(
                "“%(typed)s” is not an identifier that this column takes: %(schemes)s."
            ).replace("%(schemes)s", ", ".join(each.name.upper() for each in schemes)),
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        if value["scheme"] == "isbn":
            return f"ISBN\N{NO-BREAK SPACE}{value['value']}"
        return str(SCHEMES[value["scheme"]].address(value["value"]))

    def runs(self, value: Cell, column: Column, language: str) -> tuple[Run, ...]:
        address = SCHEMES[value["scheme"]].address(value["value"])
        return (Run(self.text(value, column, language), href=address),)

    def typed(self, value: Cell, column: Column, language: str) -> str:
        return self.text(value, column, language)


def _read(text: str, schemes: list[Scheme]) -> Cell:
    validate_direction(text)
    for scheme in schemes:
        found = scheme.read(text)
        if found is not None:
            return {"scheme": scheme.name, "value": found}
    return None


def _stored(value: dict[str, Any], column: Column) -> Cell:
    """A stored value as it is, if its scheme still reads it."""
    scheme, identifier = value.get("scheme"), value.get("value")
    if (
        value.keys() != {"scheme", "value"}
        or not isinstance(scheme, str)
        or scheme not in column.get("schemes", SCHEMES)
        or not isinstance(identifier, str)
        or len(identifier) > _LONGEST
    ):
        raise wrong_type()
    validate_text(identifier)
    known = SCHEMES[scheme]
    written = known.address(identifier) or f"ISBN {identifier}"
    try:
        is_right = known.read(written) == identifier
    except ValidationError:
        is_right = False
    if not is_right:
        raise wrong_type()
    return value
