"""Changing what several people may edit, so that an older page resets nobody's text.

A form says what its page had shown (forms/shared_texts.py). Field by field, what it
did not change stays as it is now. Where two people changed the same field, nothing is
saved: the second one sees both texts, and may send the form again.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from questionnaire.errors import Conflict

# {name of the field: its value as JSON has it}.
Plain: TypeAlias = Mapping[str, "str | int | None"]


class EditedMeanwhile(Conflict):
    """The same fields were changed by somebody else; `clashing` are their names.

    `shown` is what the page had shown, `now` what stands.
    """

    code = "edited_meanwhile"
    message = _(
        "Somebody else has changed the same text meanwhile: yours is not saved yet"
    )

    def __init__(self, clashing: Sequence[str], shown: Plain, now: Plain) -> None:
        super().__init__(", ".join(clashing))
        self.clashing, self.shown, self.now = clashing, shown, now


def plain(value: object) -> str | int | None:
    """A value of a model's field as JSON has it."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Model):
        key: int | str = value.pk
        return key if isinstance(key, int) else str(key)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def plain_values(record: object, names: Sequence[str]) -> dict[str, str | int | None]:
    """What these fields of a record say now; of a foreign key, its id."""
    return {
        name: plain(getattr(record, f"{name}_id", getattr(record, name, None)))
        for name in names
    }


def merge_edit(
    wanted: Mapping[str, object], *, now: Plain, shown: Plain | None
) -> dict[str, object]:
    """What of an edit to write: the fields that it changed.

    `now` is what stands; `shown` is what its page had shown, None where no page did,
    so that all is written as it was asked for. Raises EditedMeanwhile.
    """
    if shown is None:
        return dict(wanted)
    changed = {
        name: value
        for name, value in wanted.items()
        if name not in shown or plain(value) != shown[name]
    }
    clashing = [
        name
        for name, value in changed.items()
        if name in shown and now[name] not in (shown[name], plain(value))
    ]
    if clashing:
        raise EditedMeanwhile(clashing, shown, now)
    return changed
