"""The form field for prose and its editor, with and without script."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import ngettext

from questionnaire.content.prose import (
    clean_prose,
    count_words,
    prose_to_text,
    sanitise,
    text_to_prose,
    validate_prose_source,
)
from questionnaire.content.prose.paste_words import paste_words
from questionnaire.lib.text import displayable, normalise_newlines


class TypedText(str):
    """Plain text as it was typed without the script; any other value is HTML."""


class ProseEditor(forms.Textarea):
    """A text box that the script turns into an editor of formatted text.

    Without script it posts plain text under its own name; the script posts HTML
    under `html_name()` instead. `stored` is the initial HTML: plain text that still
    reads the same keeps it unchanged.
    """

    template_name = "questionnaire/widgets/prose_editor.html"
    stored = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, **(attrs or {})})

    @staticmethod
    def html_name(name: str) -> str:
        """The name under which the script posts HTML."""
        return f"{name}-html"

    def get_context(
        self, name: str, value: str | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, TypedText):
            # Refused, perhaps for what turning it into prose would change.
            text = displayable(value)
            html = text_to_prose(text)
        else:
            html = sanitise(value or "")
            text = prose_to_text(html)
        context["widget"].update(
            html=html,
            html_name=self.html_name(name),
            value=text,
            is_read_only=bool(
                {"readonly", "disabled"} & context["widget"]["attrs"].keys()
            ),
            words=_words(text),
            paste_words=json.dumps(paste_words(), ensure_ascii=False),
        )
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | None:
        html: str | None = data.get(self.html_name(name))
        if html is not None:
            return html
        text = data.get(name)
        if text is None:
            return None
        text = normalise_newlines(text)
        return self.stored if text == prose_to_text(self.stored) else TypedText(text)

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> bool:
        return name not in data and self.html_name(name) not in data

    def use_required_attribute(self, initial: Any) -> bool:
        # The browser would refuse to send a form for a box that the editor hides.
        return False


class ProseField(forms.CharField):
    """Prose, cleaned (see `clean_prose`); `language` is the one it is written in."""

    widget = ProseEditor

    def __init__(self, *, language: str = "", **kwargs: Any) -> None:
        self.language = language
        super().__init__(strip=False, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if self.language:
            attrs["lang"] = self.language
        if self.required:
            attrs["aria-required"] = "true"
        return attrs

    def get_bound_field(
        self, form: forms.BaseForm, field_name: str
    ) -> forms.BoundField:
        bound_field = super().get_bound_field(form, field_name)
        self.widget.stored = bound_field.initial or ""
        return bound_field

    def to_python(self, value: Any) -> str:
        """Raises ValidationError for what `clean_prose` refuses."""
        if isinstance(value, TypedText):
            validate_prose_source(value)
            value = text_to_prose(value)
        return clean_prose(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the text differs, whichever way it was sent."""
        if isinstance(data, TypedText):
            data = text_to_prose(data)
        return super().has_changed(initial, data)


def _words(text: str) -> dict[str, str]:
    """The word count as shown, and its singular and plural for the script."""
    count = count_words(text)
    return {
        "one": _words_form(1),
        "other": _words_form(2),
        "shown": _words_form(count)
        % {"count": number_format(count, force_grouping=True)},
    }


def _words_form(count: int) -> str:
    return ngettext("%(count)s word", "%(count)s words", count)
