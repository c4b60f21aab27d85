"""Librarians' guidance on a question, and which of its texts to compare."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.library.guidance import clean_guidance
from questionnaire.forms.fields import TextField
from questionnaire.forms.layout import PageFormHelper
from questionnaire.forms.shared_texts import SharedTextForm
from questionnaire.lib.ids import MAX_ID

_HELP = _(
    "Paragraphs apart by an empty line; **bold**, *italic*, - for a list, "
    "[words](https://address) for a link."
)


class GuidanceForm(SharedTextForm):
    """An institution's guidance in both languages; `base` is what it started from.

    Its texts are numbered and kept, so the number says what the page had shown.
    """

    body_fr = TextField(
        label=_("In French"),
        help_text=_HELP,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "fr"}),
    )
    body_en = TextField(
        label=_("In English"),
        help_text=_HELP,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "en"}),
    )
    base = forms.IntegerField(
        min_value=0, max_value=MAX_ID, widget=forms.HiddenInput, initial=0
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        try:
            cleaned |= clean_guidance(
                cleaned.get("body_fr", ""), cleaned.get("body_en", "")
            )
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned

    def start_again_from(self, number: int) -> None:
        """Rebase the form on text `number`, so that the next save follows it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("base")] = number


class CompareGuidanceForm(forms.Form):
    """Two texts by their numbers; the first may be 0, for nothing."""

    to = forms.IntegerField(min_value=1, max_value=MAX_ID)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a Python keyword, so it cannot be a class attribute.
        self.fields["from"] = forms.IntegerField(min_value=0, max_value=MAX_ID)
