"""Checks on the values of a file, which collect every problem instead of stopping.

Each method takes a `Located` value, reports what is wrong with it, and returns
plain data that is safe to use. A value of None was missing, which `fields` has
reported already.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.actions.templates.description import Text
from questionnaire.bilingual import LANGUAGES
from questionnaire.imports.located_yaml import Located, Problem
from questionnaire.lib.text import validate_text

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LINK_TARGET = re.compile(r"\]\(([^()\s]*)\)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^>\s]*)>")
_MAIL_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

Expected = TypeVar("Expected", int, str)


class Checker:
    """Collects `problems` while a file is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, line: int | None, reason: str, **names: Any) -> None:
        self.problems.append(Problem(line, reason % names))

    def fields(
        self,
        value: Located | None,
        required: Sequence[str],
        optional: Sequence[str] = (),
    ) -> dict[str, Located]:
        """The fields of a mapping; reports missing and unknown keys."""
        if value is None:
            return {}
        if not isinstance(value.data, dict):
            reason = _("expected keys with values (%(keys)s)")
            self.report(value.line, reason, keys=", ".join(required))
            return {}
        for key in required:
            if key not in value.data:
                self.report(value.line, _("“%(key)s” is missing"), key=key)
        for key, inner in value.data.items():
            if key not in required and key not in optional:
                self.report(inner.line, _("unknown key “%(key)s”"), key=key)
        return {
            key: inner
            for key, inner in value.data.items()
            if key in required or key in optional
        }

    def items(
        self, value: Located | None, *, at_least_one: bool = False
    ) -> list[Located]:
        """The items of a list; none for null."""
        if value is None:
            return []
        items = [] if value.data is None else value.data
        if not isinstance(items, list):
            self.report(value.line, _("expected a list"))
            return []
        if at_least_one and not items:
            self.report(value.line, _("the list is empty"))
        return items

    def text(self, value: Located | None, longest: int | None = None) -> str:
        """A text that is not blank; "" otherwise."""
        if value is None:
            return ""
        if not isinstance(value.data, str):
            self.report(value.line, _("expected text"))
            return ""
        if not value.data.strip():
            self.report(value.line, _("the text is empty"))
        try:
            validate_text(value.data)
        except ValidationError as refusal:
            self.report(value.line, "%(why)s", why=refusal.messages[0])
        if longest and len(value.data) > longest:
            reason = _("the text is longer than %(longest)d characters")
            self.report(value.line, reason, longest=longest)
        return value.data

    def both(self, value: Located | None, longest: int | None = None) -> Text:
        """A Text, present in French and in English."""
        found = self.fields(value, LANGUAGES)
        return Text(**{code: self.text(found.get(code), longest) for code in found})

    def markdown(self, value: Located | None) -> Text:
        """A Text whose Markdown links are well formed."""
        text = self.both(value)
        for code in LANGUAGES:
            if value and isinstance(value.data, dict) and getattr(text, code):
                self._check_links(value.data[code])
        return text

    def flag(self, value: Located | None, default: bool) -> bool:
        """True or false."""
        if value is None:
            return default
        if not isinstance(value.data, bool):
            self.report(value.line, _("expected true or false"))
            return default
        return value.data

    def slug(self, value: Located | None, taken: set[str], longest: int = 80) -> str:
        """A key of small letters, digits and hyphens, not yet in the set `taken`."""
        slug = self.text(value, longest)
        if value is None:
            return slug
        if slug and not _SLUG.fullmatch(slug):
            reason = _("“%(slug)s” may hold only a–z, 0–9 and hyphens")
            self.report(value.line, reason, slug=slug)
        if slug and slug in taken:
            self.report(value.line, _("“%(slug)s” is used twice"), slug=slug)
        taken.add(slug)
        return slug

    def one_of(self, value: Located | None, allowed: Collection[str]) -> str:
        """One of these words."""
        word = self.text(value)
        if value and word and word not in allowed:
            reason = _("“%(word)s” is not one of: %(allowed)s")
            self.report(value.line, reason, word=word, allowed=", ".join(allowed))
        return word

    def in_order(self, value: Located | None, expected: Expected) -> Expected:
        """A number or letter that must be the next one in its list."""
        if value is not None and value.data != expected:
            reason = _("expected %(expected)s, found %(found)s")
            found = value.data if isinstance(value.data, (int, str)) else "…"
            self.report(value.line, reason, expected=expected, found=found)
        return expected

    def address(self, value: Located | None) -> str:
        """An address that a browser can follow."""
        address = self.text(value)
        if value and address:
            self._check_address(address, value.line)
        return address

    def _check_links(self, value: Located) -> None:
        for number, line in enumerate(value.data.splitlines()):
            at = value.text_line + number
            targets = _LINK_TARGET.findall(line)
            if len(targets) != line.count("]("):
                self.report(at, _("a Markdown link is not closed or holds a space"))
            for target in [*targets, *_AUTOLINK.findall(line)]:
                self._check_address(target, at)

    def _check_address(self, address: str, line: int) -> None:
        if not _is_address(address):
            reason = _("“%(address)s” is not an http, https or mailto address")
            self.report(line, reason, address=address)


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if any(character.isspace() for character in address):
        return False
    if parts.scheme == "mailto":
        return bool(_MAIL_ADDRESS.fullmatch(parts.path))
    return parts.scheme in ("http", "https") and bool(host)
