"""Prose: paragraphs, lists, headings, tables, links, kept as sanitised HTML."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from questionnaire.content.blocks import Block, List, Preformatted, Quotation
from questionnaire.content.kinds.base import Kind, Options, Value
from questionnaire.content.prose import (
    blocks_to_html,
    blocks_to_text,
    clean_prose,
    prose_blocks,
    text_to_prose,
)
from questionnaire.content.prose.field import ProseEditor, ProseField


def _items_apart(block: Block) -> tuple[Block, ...]:
    if isinstance(block, List):
        return tuple(replace(block, items=(item,)) for item in block.items)
    return (block,)


class Prose(Kind):
    name = "prose"
    is_divisible = True

    def form_field(
        self, *, label: str, help_text: str, options: Options, language: str
    ) -> forms.Field:
        return ProseField(
            label=label, help_text=help_text, required=False, language=language
        )

    def clean(self, value: Any, options: Options) -> str | None:
        if not isinstance(value, str):
            raise ValidationError(self.wrong_type(), code="wrong_type")
        return clean_prose(value) or None

    def blocks(
        self, value: Value, options: Options, language: str
    ) -> tuple[Block, ...]:
        return prose_blocks(value)

    def split(self, value: Value) -> list[Value]:
        return [blocks_to_html((block,), rel=None) for block in prose_blocks(value)]

    def merge(self, pieces: Sequence[Value]) -> str | None:
        return "".join(pieces) or None

    def own_words(self, piece: Value, options: Options) -> str:
        return blocks_to_text(
            block
            for block in prose_blocks(piece)
            if not isinstance(block, (Quotation, Preformatted))
        )

    def passages(self, value: Value) -> list[Value]:
        """Paragraphs, quotations, and each item of a list by itself."""
        return [
            blocks_to_html((piece,), rel=None)
            for block in prose_blocks(value)
            for piece in _items_apart(block)
        ]

    def merge_passages(self, passages: Sequence[Value]) -> str | None:
        """With items that follow each other in one list."""
        merged: list[Block] = []
        for block in prose_blocks("".join(passages)):
            before = merged[-1] if merged else None
            if (
                isinstance(block, List)
                and isinstance(before, List)
                and block.ordered == before.ordered
            ):
                merged[-1] = replace(before, items=before.items + block.items)
            else:
                merged.append(block)
        return blocks_to_html(merged, rel=None) or None

    def append(self, value: Value, added: Value) -> str | None:
        return ((value or "") + (added or "")) or None

    def to_form_data(self, name: str, value: Value) -> tuple[str, str]:
        return ProseEditor.html_name(name), value or ""

    def example(self, text: str) -> str:
        return text_to_prose(text)
