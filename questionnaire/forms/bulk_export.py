"""The form to export many plans at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.exports import FORMATS
from questionnaire.forms.layout import PageFormHelper
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import Language


class BulkExportForm(forms.Form):
    """Formats, languages, packages and options of an export of many plans."""

    formats = forms.MultipleChoiceField(
        label=_("Formats"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of headings and questions"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Answers stay in the language they are written in."),
    )
    packages = forms.BooleanField(
        label=_("Preservation packages"),
        required=False,
        help_text=_(
            "For an archive: each plan in every format and language, with its record "
            "and checksums, in a BagIt package."
        ),
    )
    guidance = forms.BooleanField(label=_("Guidance"), required=False)
    unanswered = forms.BooleanField(label=_("Unanswered questions"), required=False)
    contributors = forms.BooleanField(label=_("List of contributors"), required=False)
    # Generated with the page, so that sending it twice starts only one export.
    save_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, preselected: Any, save_id: Any = None
    ) -> None:
        """`preselected`: (formats, languages, packages, options) ticked at first."""
        formats, languages, packages, options = preselected
        super().__init__(
            data,
            initial={
                "formats": formats,
                "languages": languages,
                "packages": packages,
                "save_id": save_id,
                **ExportOptions().as_data(),
                **options,
            },
        )
        self.fields["formats"].choices = [
            (key, export_format.label) for key, export_format in FORMATS.items()
        ]
        for name in ("formats", "languages"):
            self.fields[name].is_unmarked = True
        self.helper = PageFormHelper()

    def clean(self) -> dict[str, Any] | None:
        """Require a format and a language, unless a package is asked for."""
        chosen = super().clean()
        if not chosen.get("packages") and not chosen.get("formats"):
            self._complain("formats", _("Choose at least one format, or the packages."))
        if chosen.get("formats") and not chosen.get("languages"):
            self._complain("languages", _("Choose at least one language."))
        return chosen

    def options(self) -> ExportOptions:
        """The ExportOptions asked for; call on a valid form."""
        return ExportOptions(
            **{
                name: self.cleaned_data[name]
                for name in ("guidance", "unanswered", "contributors")
            }
        )

    def _complain(self, name: str, text: Any) -> None:
        if name not in self.errors:
            self.add_error(name, text)
