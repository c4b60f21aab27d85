"""The form to export a plan or an edition."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from questionnaire.exports import FORMATS
from questionnaire.forms.layout import PageFormHelper
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import Language


class ExportForm(forms.Form):
    """The options of an export, which become part of the file's address."""

    edition = forms.TypedChoiceField(
        label=_("Which text"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of headings and questions"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        help_text=_("Answers stay in the language they are written in."),
    )
    guidance = forms.BooleanField(label=_("Guidance"), required=False)
    unanswered = forms.BooleanField(label=_("Unanswered questions"), required=False)
    contributors = forms.BooleanField(label=_("List of contributors"), required=False)
    provenance = forms.BooleanField(
        label=_("Who wrote each answer, and who agreed on it"), required=False
    )

    review_record = forms.BooleanField(
        label=_("Review record: decisions, requests and comments, as an annex"),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        editions: Sequence[int],
        initial_edition: int | None = None,
        withheld: Collection[str] = (),
    ) -> None:
        """`editions`: the numbers of the project's editions, newest first.

        `withheld`: names of the options that this person may not use.
        """
        super().__init__(
            data,
            initial={
                "edition": initial_edition or "",
                "format": next(iter(FORMATS)),
                "language": get_language(),
                **ExportOptions().as_data(),
            },
        )
        for name in withheld:
            del self.fields[name]
        self.fields["edition"].choices = [
            *[
                (number, _("Edition %(number)s") % {"number": number})
                for number in editions
            ],
            ("", _("The plan as it stands now, marked as a draft")),
        ]
        self.fields["edition"].is_unmarked = True
        self.fields["format"].choices = [
            (key, export_format.label) for key, export_format in FORMATS.items()
        ]
        self.helper = PageFormHelper()

    def options(self) -> ExportOptions:
        """The ExportOptions asked for; call on a valid form."""
        return ExportOptions(
            **{
                name: self.cleaned_data.get(name, default)
                for name, default in ExportOptions().as_data().items()
            }
        )


def options_from_query(query: Mapping[str, Any]) -> ExportOptions:
    """ExportOptions from an address: `?guidance=1&unanswered=0`, else the defaults."""
    defaults = ExportOptions().as_data()
    return ExportOptions(
        **{
            name: query[name] == "1" if name in query else default
            for name, default in defaults.items()
        }
    )
