"""The differences between two descriptions of a template, to show an administrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _

from questionnaire.actions.templates.description import (
    QuestionDescription,
    TemplateDescription,
    columns,
)
from questionnaire.lib.canonical import Json

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# ((place, field), value), one for every value of a description.
Leaf: TypeAlias = tuple[tuple[str, str], Json]

# How much of a long text is quoted, and how much of it before the first character
# that differs.
_LONGEST = 60
_BEFORE = 20


@dataclass(frozen=True)
class Difference:
    """One value that differs; None stands for a missing value."""

    place: str  # "question 2.3"
    field: str  # "text, fr"
    before: Json
    after: Json

    def __str__(self) -> str:
        start = _first_difference(str(self.before), str(self.after)) - _BEFORE
        return _("%(place)s, %(field)s: %(before)s → %(after)s") % {
            "place": self.place,
            "field": self.field,
            "before": _quote(self.before, start),
            "after": _quote(self.after, start),
        }


def find_differences(
    before: TemplateDescription, after: TemplateDescription
) -> list[Difference]:
    """Compare two TemplateDescriptions; [] when they are equal."""
    old, new = dict(_values(before)), dict(_values(after))
    return [
        Difference(*where, old.get(where), new.get(where))
        for where in [*old, *(where for where in new if where not in old)]
        if (where in old, old.get(where)) != (where in new, new.get(where))
    ]


def _values(template: TemplateDescription) -> Iterator[Leaf]:
    """Yield ((place, field), value) for every value of the description."""
    yield from _values_of(template, _("template"))
    for section in template.sections:
        number = section.position
        yield from _values_of(section, _("section %(number)s") % {"number": number})
        for question in section.questions:
            yield from _question_values(question, f"{number}.{question.number}")


def _question_values(question: QuestionDescription, label: str) -> Iterator[Leaf]:
    names = {"label": label}
    yield from _values_of(question, _("question %(label)s") % names)
    for part in question.parts:
        names["name"] = part.key
        place = _("question %(label)s, part “%(name)s”") % names
        yield from _values_of(part, place)
    for guidance in question.guidance:
        names["name"] = guidance.slug
        place = _("question %(label)s, guidance “%(name)s”") % names
        yield from _values_of(guidance, place)
    if question.addition:
        place = _("question %(label)s, additions") % names
        yield from _values_of(question.addition, place)


def _values_of(description: "DataclassInstance", place: str) -> Iterator[Leaf]:
    for name, value in columns(description).items():
        # title_fr is read as "title, fr".
        stem, _underscore, code = name.rpartition("_")
        path = (stem, code) if code in ("fr", "en") else (name,)
        for field, leaf in _leaves(value, path):
            yield (place, field), leaf


def _leaves(value: Json, path: tuple[str, ...]) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value, 1):
            yield from _leaves(inner, (*path, str(number)))
    else:
        yield ", ".join(path), value


def _first_difference(before: str, after: str) -> int:
    pairs = zip(before, after, strict=False)
    same = (position for position, (a, b) in enumerate(pairs) if a != b)
    return next(same, min(len(before), len(after)))


def _quote(value: Json, start: int) -> str:
    if value is None:
        return _("(nothing)")
    text = str(value)
    if len(text) <= _LONGEST:
        return _("“%(text)s”") % {"text": text}
    start = max(0, min(start, len(text) - _LONGEST))
    shown = text[start : start + _LONGEST]
    if start:
        shown = "…" + shown
    if start + _LONGEST < len(text):
        shown += "…"
    return _("“%(text)s”") % {"text": shown}
