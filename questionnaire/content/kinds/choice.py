"""Single choice: one of the answers that the template lists in both languages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.content.blocks import Paragraph, Run
from questionnaire.content.kinds.base import Kind


class Choice(Kind):
    """`options` is {"choices": [{"value": …, "label": {"fr": …, "en": …}}, …]}."""

    name = "choice"

    def form_field(self, *, label, help_text, options, language):
        choices = [
            (choice["value"], choice["label"][language])
            for choice in options["choices"]
        ]
        return forms.ChoiceField(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.RadioSelect,
            choices=[*choices, ("", _("No answer yet"))],
        )

    def clean(self, value, options):
        if not value:
            return None
        if value not in [choice["value"] for choice in options["choices"]]:
            raise ValidationError(
                _("Choose one of the answers in the list."), code="invalid_choice"
            )
        return value

    def conform(self, value, options):
        offered = [choice["value"] for choice in options["choices"]]
        return value if value in offered else None

    def blocks(self, value, options, language):
        for choice in options["choices"]:
            if choice["value"] == value:
                return (Paragraph((Run(choice["label"][language]),)),)
        return ()
