"""Forms that change what several people may edit.

The form carries what its page had shown, so that the action can tell what this person
changed from what somebody else did meanwhile (actions/shared_texts.py).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.actions.shared_texts import EditedMeanwhile, Plain, plain
from questionnaire.content.blocks import Block
from questionnaire.content.comparing import Comparison, compare_blocks
from questionnaire.content.prose import text_blocks
from questionnaire.forms.fields import TextField
from questionnaire.lib.text import validate_text

# The name of the hidden field.
SHOWN = "shown"


class ShownField(TextField):
    """What the page had shown, as JSON: {name of the field: its value}."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> dict[str, str | int | None] | None:
        """The values; None where the form does not say. Raises ValidationError."""
        text = super().clean(value)
        return _read_values(text) if text else None


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what it says now, and how it came to that.

    `theirs` and `mine` compare each text with what the page had shown, as
    ((None, comparison),).
    """

    name: str
    label: str
    language: str
    now: tuple[Block, ...]
    theirs: tuple[tuple[None, Comparison], ...]
    mine: tuple[tuple[None, Comparison], ...]


class SharedTextForm(forms.Form):
    """A form of what several people may edit; its __init__ calls `say_shown`."""

    clashes: tuple[Clash, ...] = ()

    def say_shown(self, values: Plain) -> None:
        """Carry what the page shows of these fields."""
        self.fields[SHOWN] = ShownField()
        self.initial[SHOWN] = _written(values)

    def show_clash(self, found: EditedMeanwhile) -> None:
        """Show both texts of a valid form, and let it stand to be sent once more.

        What this person did not change shows what stands now. To send the form again
        is a deliberate choice.
        """
        self.clashes = tuple(self._clash(name, found) for name in found.clashing)
        self.data = self.data.copy()
        for name, value in found.now.items():
            if name in self.fields and self._plain(name) == found.shown.get(name):
                self.data[self.add_prefix(name)] = _as_sent(value)
        self.data[self.add_prefix(SHOWN)] = _written({**found.shown, **found.now})

    def _plain(self, name: str) -> str | int | None:
        """What is in the form, as its page shows it."""
        as_shown = getattr(self.fields[name], "as_shown", plain)
        value: str | int | None = as_shown(self.cleaned_data[name])
        return value

    def _clash(self, name: str, found: EditedMeanwhile) -> Clash:
        field = self.fields[name]
        before = _blocks(field, found.shown.get(name))
        now = _blocks(field, found.now[name])
        mine = _blocks(field, self._plain(name))
        return Clash(
            name,
            str(field.label or ""),
            str(field.widget.attrs.get("lang", "")),
            now,
            ((None, compare_blocks(before, now)),),
            ((None, compare_blocks(before, mine)),),
        )


def _read_values(text: str) -> dict[str, str | int | None]:
    """The values that a form sent. Raises ValidationError."""
    try:
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError
        for name, value in values.items():
            if not (value is None or type(value) in (str, int)):
                raise ValueError
            validate_text(f"{name}{value}")
    except (ValueError, RecursionError, ValidationError) as error:
        raise ValidationError(
            _("This page can’t be read any more. Open it again."), code="unreadable"
        ) from error
    return values


def _written(values: Plain) -> str:
    return json.dumps(values, ensure_ascii=False)


def _as_sent(value: object) -> str:
    return "" if value is None else str(value)


def _blocks(field: forms.Field, value: object) -> tuple[Block, ...]:
    """A value as readers have it: of a choice, its label."""
    choices: Sequence[Any] = list(getattr(field, "choices", ()))
    labels = {str(key): str(label) for key, label in choices}
    sent = _as_sent(value)
    return text_blocks(labels.get(sent, sent))
