"""Prose: paragraphs, lists, emphasis, links, kept as sanitised HTML."""

from django.core.exceptions import ValidationError

from questionnaire.content.kinds.base import Kind
from questionnaire.content.prose import (
    blocks_to_html,
    clean_prose,
    prose_blocks,
    text_to_prose,
)
from questionnaire.content.prose.field import ProseEditor, ProseField


class Prose(Kind):
    name = "prose"
    is_divisible = True

    def form_field(self, *, label, help_text, options, language):
        return ProseField(
            label=label, help_text=help_text, required=False, language=language
        )

    def clean(self, value, options):
        if not isinstance(value, str):
            raise ValidationError(self.wrong_type(), code="wrong_type")
        return clean_prose(value) or None

    def blocks(self, value, options, language):
        return prose_blocks(value)

    def split(self, value):
        return [blocks_to_html((block,), rel=None) for block in prose_blocks(value)]

    def merge(self, pieces):
        return "".join(pieces) or None

    def append(self, value, added):
        return ((value or "") + (added or "")) or None

    def to_form_data(self, name, value):
        return ProseEditor.html_name(name), value or ""

    def example(self, text):
        return text_to_prose(text)
