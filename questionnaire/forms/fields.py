"""The fields that people type into: all text enters the site through one of these.

They refuse what can't be stored as it was typed (`lib/text.py`), in words at the field,
and change nothing but blanks at the ends and the way that line ends are written.
Controls of direction are refused in lines, which are names and addresses; paragraphs
keep theirs, since pages and files end their effect with the paragraph.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext as _

from questionnaire.lib.text import (
    normalise_newlines,
    one_line,
    trimmed,
    validate_line,
    validate_text,
)


class TextField(forms.CharField):
    """Text of several lines."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text as it is stored. Raises ValidationError."""
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            raise ValidationError(_("This is not text."), code="wrong_type")
        return value if self.disabled else self.tidy(value)

    def tidy(self, text: str) -> str:
        validate_text(text)
        return trimmed(normalise_newlines(text))


class LineField(TextField):
    """Text of one line: a name, a title, an identifier, words to search for."""

    widget: type[forms.Widget] = forms.TextInput

    def tidy(self, text: str) -> str:
        return one_line(text)


class EmailField(forms.EmailField):
    """An e-mail address."""

    def to_python(self, value: Any) -> str:
        """The address without blanks around it. Raises ValidationError."""
        if isinstance(value, str):
            one_line(value)
        return super().to_python(value) or ""


def entered_field(field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """The field of a form for a model's: `formfield_callback` of every ModelForm."""
    if isinstance(field, models.EmailField):
        kwargs["form_class"] = EmailField
    elif isinstance(field, models.CharField) and not field.choices:
        kwargs["form_class"] = LineField
    elif isinstance(field, models.TextField):
        kwargs["form_class"] = TextField
    return field.formfield(**kwargs)


def check_entered_text(field: forms.Field) -> None:
    """Let a text field of a third-party form refuse the same characters.

    Passwords may contain any character that can be kept.
    """
    if not isinstance(field, forms.CharField) or isinstance(
        field, (TextField, EmailField)
    ):
        return
    is_password = isinstance(field.widget, forms.PasswordInput)
    field.validators = [
        validate_text if is_password else validate_line,
        *(
            each
            for each in field.validators
            if not isinstance(each, ProhibitNullCharactersValidator)
        ),
    ]
