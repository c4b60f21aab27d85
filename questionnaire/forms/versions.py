"""The forms to filter, compare, restore and name versions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.fields import LineField
from questionnaire.lib.ids import MAX_ID
from questionnaire.models import VersionName
from questionnaire.queries.answering.history import HistoryFilter
from questionnaire.vocabulary import Language


class HistoryForm(forms.Form):
    """The filters of a list of versions; invalid values filter nothing."""

    author = forms.IntegerField(required=False, max_value=MAX_ID)
    language = forms.ChoiceField(required=False, choices=Language.choices)
    named = forms.BooleanField(required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)

    def wanted(self) -> HistoryFilter:
        """The HistoryFilter that was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return HistoryFilter(
            author=asked.get("author"),
            language=asked.get("language") or None,
            named_only=asked.get("named", False),
            before=asked.get("before"),
        )


class CompareForm(forms.Form):
    """Two versions by their ids, and how to show the differences."""

    VIEWS = ("inline", "side", "list")

    to = forms.IntegerField(min_value=1, max_value=MAX_ID)
    view = forms.ChoiceField(required=False, choices=[(view, view) for view in VIEWS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a Python keyword, so it cannot be a class attribute.
        self.fields["from"] = forms.IntegerField(
            required=False, min_value=1, max_value=MAX_ID
        )

    @property
    def view_or_default(self) -> str:
        return self.cleaned_data.get("view") or self.VIEWS[0]


class RestoreForm(forms.Form):
    """A version to restore; `save_id` is the same in every retry."""

    version = forms.IntegerField(min_value=1, max_value=MAX_ID)
    save_id = forms.UUIDField()


class VersionNameForm(forms.Form):
    """The name of a version; an empty one removes the name."""

    version = forms.IntegerField(min_value=1, max_value=MAX_ID)
    name = LineField(
        label=_("Name of this version"),
        required=False,
        max_length=VersionName._meta.get_field("name").max_length,
    )
