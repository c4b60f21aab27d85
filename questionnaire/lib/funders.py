"""Funders that have a name in each language: CIHR is IRSC.

The list is reference/funders.yaml. A project keeps what was typed; this says which
texts mean the same funder. Any other text is a funder of its own.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from questionnaire.lib.text import search_key

_LIST = Path(__file__).parent / "reference" / "funders.yaml"


@dataclass(frozen=True)
class Funder:
    """A funder of the list; names by language, "fr" and "en"."""

    key: str
    name: dict[str, str]
    abbreviation: dict[str, str]
    ror: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that means this funder."""
        return tuple(dict.fromkeys((*self.abbreviation.values(), *self.name.values())))


@cache
def listed_funders() -> tuple[Funder, ...]:
    """The funders of the list."""
    return tuple(
        Funder(each["key"], each["name"], each["abbreviation"], each["ror"])
        for each in yaml.safe_load(_LIST.read_text("utf-8"))
    )


@cache
def _by_text() -> dict[str, Funder]:
    return {
        search_key(text): funder for funder in listed_funders() for text in funder.texts
    }


def find_funder(text: str) -> Funder | None:
    """The listed funder that a text means, whatever its accents and case, or None."""
    return _by_text().get(search_key(text))


def funder_label(text: str, language: str) -> str:
    """The funder as it is named in a language; other text as it was typed."""
    funder = find_funder(text)
    return funder.abbreviation[language] if funder else text


def funder_key(text: str) -> str:
    """What is the same for all texts that mean the same funder."""
    funder = find_funder(text)
    return search_key(funder.abbreviation["en"] if funder else text)


def texts_of(text: str) -> tuple[str, ...]:
    """Every text that means the same funder as this one, in the usual cases."""
    funder = find_funder(text)
    if funder is None:
        return (text,)
    return tuple(
        dict.fromkeys(
            (text, *(form for each in funder.texts for form in (each, each.lower())))
        )
    )
