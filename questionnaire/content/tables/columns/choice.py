"""Columns of yes or no, and of choices from the template's lists."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from questionnaire.content.tables.columns.base import (
    Cell,
    Column,
    ColumnKind,
    unreadable,
    wrong_type,
)
from questionnaire.lib.text import search_key

_TRUE = {"true", "yes", "oui", "vrai"}
_FALSE = {"false", "no", "non", "faux"}
_UNKNOWN = {
    "unknown",
    "don't know",
    "don't know yet",
    "not known yet",
    "inconnu",
    "je ne sais pas",
    "je ne sais pas encore",
    "pas encore connu",
    "?",
}


class Boolean(ColumnKind):
    """Stored as true or false."""

    name = "boolean"
    description = gettext_lazy("yes or no")
    control = "select"

    def clean(self, value: Any, column: Column) -> bool:
        if isinstance(value, bool):
            return value
        word = search_key(value) if isinstance(value, str) else ""
        if word not in _TRUE | _FALSE:
            raise unreadable(value, _("“%(typed)s” is neither yes nor no."))
        return word in _TRUE

    def text(self, value: Cell, column: Column, language: str) -> str:
        with translation.override(language):
            return pgettext("cell", "Yes") if value else pgettext("cell", "No")

    def typed(self, value: Cell, column: Column, language: str) -> str:
        return str(value).lower()

    def choices(self, column: Column, language: str) -> list[tuple[str, str]]:
        return [
            (self.typed(each, column, language), self.text(each, column, language))
            for each in (True, False)
        ]


class YesNoUnknown(ColumnKind):
    """Stored as "yes", "no" or "unknown": that one does not know yet is an answer."""

    name = "tri"
    description = gettext_lazy("yes, no or not known yet")
    control = "select"

    def clean(self, value: Any, column: Column) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        word = search_key(value) if isinstance(value, str) else ""
        word = word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        if word in _TRUE:
            return "yes"
        if word in _FALSE:
            return "no"
        if word in _UNKNOWN:
            return "unknown"
        raise unreadable(
            value, _("“%(typed)s” is neither yes nor no, nor that it is not known.")
        )

    def text(self, value: Cell, column: Column, language: str) -> str:
        with translation.override(language):
            words = {
                "yes": pgettext("cell", "Yes"),
                "no": pgettext("cell", "No"),
                "unknown": pgettext("cell", "Don’t know yet"),
            }
        return words[value]

    def choices(self, column: Column, language: str) -> list[tuple[str, str]]:
        stored = ("yes", "no", "unknown")
        return [(each, self.text(each, column, language)) for each in stored]


class Choice(ColumnKind):
    """Stored as the value of one of the column's `choices`, [{"value", "label"}]."""

    name = "choice"
    description = gettext_lazy("one of a list")
    control = "select"
    needs_choices = True

    def clean(self, value: Any, column: Column) -> Cell:
        return read_choice(value, column)

    def text(self, value: Cell, column: Column, language: str) -> str:
        return label_of(value, column, language)

    def choices(self, column: Column, language: str) -> list[tuple[str, str]]:
        return [
            (each["value"], each["label"][language])
            for each in column.get("choices", ())
        ]


class MultipleChoice(Choice):
    """Stored as a list of values, in the order of the column's choices."""

    name = "multichoice"
    description = gettext_lazy("any of a list")
    control = "checkboxes"

    def clean(self, value: Any, column: Column) -> Cell:
        if isinstance(value, str):
            value = [each.strip() for each in value.split(";") if each.strip()]
        if not isinstance(value, list):
            raise wrong_type()
        chosen = {read_choice(each, column) for each in value}
        in_order = [choice["value"] for choice in column["choices"]]
        return [each for each in in_order if each in chosen] or None

    def text(self, value: Cell, column: Column, language: str) -> str:
        values = value if isinstance(value, list) else [value]
        return ", ".join(label_of(each, column, language) for each in values)


def read_choice(value: Any, column: Column) -> str:
    """A choice, given by its value or (in pasted tables) its label in any language."""
    if not isinstance(value, str):
        raise wrong_type()
    values = [choice["value"] for choice in column["choices"]]
    if value in values:
        return value
    for choice in column["choices"]:
        names = map(search_key, choice["label"].values())
        if search_key(value) in names:
            return str(choice["value"])
    raise unreadable(value, _("“%(typed)s” is not in the list."), "invalid_choice")


def label_of(value: str, column: Column, language: str) -> str:
    """What a choice is called; one that the list has no more, by its value."""
    for choice in column.get("choices", ()):
        if choice["value"] == value:
            return str(choice["label"][language])
    return value
