"""The filters of plans at an institution’s desk."""

import datetime
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from questionnaire import search
from questionnaire.forms.fields import LineField
from questionnaire.forms.layout import PageFormHelper
from questionnaire.lib.ids import read_id
from questionnaire.queries.library.desk_filters import (
    FILTER_NAMES,
    DeskFilters,
    Show,
    Sort,
)
from questionnaire.vocabulary import Language, ProjectStatus

# No plan was finished before, or will be finished after.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)

SHOWN = [
    (Show.NEW, gettext_lazy("Not exported yet")),
    (Show.EXPORTED, gettext_lazy("Exported")),
    (Show.DEPOSITED, gettext_lazy("Deposited elsewhere")),
    (Show.ALL, gettext_lazy("All plans")),
]
ORDERS = [
    (Sort.FINISHED.value, gettext_lazy("Newest finished")),
    (Sort.TITLE.value, gettext_lazy("Title")),
    (Sort.CHANGED.value, gettext_lazy("Last change")),
]


class LongSelect(forms.Select):
    """A select of hundreds of values, rendered at once, not by a template for each."""

    template_name = "questionnaire/library/widgets/long_select.html"


class FilterForm(forms.Form):
    """The filters and the order, as given in the address; all are optional."""

    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)
    q = LineField(
        label=gettext_lazy("Title, person, ORCID, grant, or words of an answer"),
        help_text=gettext_lazy(
            "“exact words” · OR · -without · accents and case do not matter"
        ),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.MultipleChoiceField(
        label=gettext_lazy("Status"),
        choices=ProjectStatus.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    department = LineField(
        label=gettext_lazy("Faculty or department"),
        required=False,
        max_length=200,
        widget=LongSelect,
    )
    funder = LineField(
        label=gettext_lazy("Funder"),
        required=False,
        max_length=200,
        widget=LongSelect,
    )
    partner = LineField(
        label=gettext_lazy("Partner institution"),
        required=False,
        max_length=200,
        widget=LongSelect,
    )
    template = LineField(
        label=gettext_lazy("Template"), required=False, widget=LongSelect
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Written in"),
        choices=[("", pgettext_lazy("any language", "Any")), *Language.choices],
        required=False,
    )
    exported_by = LineField(
        label=gettext_lazy("Exported by"), required=False, widget=LongSelect
    )
    finished_from = forms.DateField(
        label=gettext_lazy("Finished from"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    finished_to = forms.DateField(
        label=gettext_lazy("Finished up to"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=ORDERS, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()
        for field in self.fields.values():
            # In a form of filters, the “(optional)” on each label would be noise.
            field.is_unmarked = True

    def offer(self, choices: Mapping[str, list[tuple[str, str]]]) -> None:
        """Let people choose among the values in use (desk_choices.read_choices)."""
        for name in ("department", "funder", "partner", "template", "exported_by"):
            offered: list[tuple[str, Any]] = [("", pgettext_lazy("any value", "All"))]
            offered += choices.get(name, [])
            asked = self.data.get(name, "")
            if asked and asked not in dict(offered) and name not in self.errors:
                offered.append((asked, asked))
            self.fields[name].widget.choices = offered

    def clean_q(self) -> str:
        words = self.cleaned_data["q"]
        if words and not search.is_query(words):
            raise forms.ValidationError(_("Type a word or a number."))
        return words

    def clean_template(self) -> int | None:
        return self._clean_id("template", _("Choose a template in the list."))

    def clean_exported_by(self) -> int | None:
        return self._clean_id("exported_by", _("Choose a librarian in the list."))

    def clean_finished_from(self) -> datetime.date | None:
        return self._clean_day("finished_from")

    def clean_finished_to(self) -> datetime.date | None:
        last = self._clean_day("finished_to")
        first = self.cleaned_data.get("finished_from")
        if first and last and last < first:
            raise forms.ValidationError(_("This day is before the first one."))
        return last

    def _clean_id(self, name: str, message: str) -> int | None:
        text = self.cleaned_data[name]
        number = read_id(text)
        if text and number is None:
            raise forms.ValidationError(message)
        return number

    def _clean_day(self, name: str) -> datetime.date | None:
        day = self.cleaned_data[name]
        if day and not _FIRST_DAY <= day <= _LAST_DAY:
            raise forms.ValidationError(_("Enter a day of this century."))
        return day


def read_filters(data: QueryDict) -> tuple[FilterForm, DeskFilters]:
    """(FilterForm, DeskFilters): what an address or a form asks of the desk.

    Without any filter, the desk shows what nobody has exported. An invalid value gets
    an error beside its field and filters nothing.
    """
    asks = any(name in data for name in FILTER_NAMES)
    form = FilterForm(data if asks else {**data.dict(), "show": Show.NEW.value})
    form.is_valid()
    cleaned = form.cleaned_data
    return form, DeskFilters(
        show=Show(cleaned.get("show") or Show.ALL),
        q=cleaned.get("q", ""),
        status=tuple(cleaned.get("status", ())),
        department=cleaned.get("department", ""),
        funder=cleaned.get("funder", ""),
        partner=cleaned.get("partner", ""),
        template=cleaned.get("template"),
        language=cleaned.get("language", ""),
        exported_by=cleaned.get("exported_by"),
        finished_from=cleaned.get("finished_from"),
        finished_to=cleaned.get("finished_to"),
        sort=Sort(cleaned.get("sort") or Sort.FINISHED),
    )
