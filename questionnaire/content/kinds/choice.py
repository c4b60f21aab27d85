"""Single choice: one of the answers that the template lists in both languages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from questionnaire.content.blocks import Block, Paragraph, Run
from questionnaire.content.kinds.base import Kind, Options, Value


class Choice(Kind):
    """`options` is {"choices": [{"value": …, "label": {"fr": …, "en": …}}, …]}."""

    name = "choice"

    def form_field(
        self, *, label: str, help_text: str, options: Options, language: str
    ) -> forms.Field:
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

    def clean(self, value: Any, options: Options) -> str | None:
        if not value:
            return None
        if value not in [choice["value"] for choice in options["choices"]]:
            raise ValidationError(
                _("Choose one of the answers in the list."), code="invalid_choice"
            )
        return str(value)

    def conform(self, value: Value, options: Options) -> str | None:
        offered = [choice["value"] for choice in options["choices"]]
        return value if value in offered else None

    def blocks(
        self, value: Value, options: Options, language: str
    ) -> tuple[Block, ...]:
        for choice in options["choices"]:
            if choice["value"] == value:
                return (Paragraph((Run(choice["label"][language]),)),)
        return ()
