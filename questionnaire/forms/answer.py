"""The form of one question, built from its parts by their kinds."""

import json
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.actions.answering.answers import VersionSave
from questionnaire.actions.answering.drafts import DraftSave
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.content.blocks import Block
from questionnaire.content.kinds import KINDS, Content, conform_to_schema
from questionnaire.forms.fields import LineField
from questionnaire.forms.layout import PageFormHelper
from questionnaire.lib.ids import MAX_ID
from questionnaire.models import Part, PlanTemplate, Project, Question, User
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import Language


class AnswerForm(forms.Form):
    """My answer to one question in one language.

    Each part is a field named after its key. Hidden fields carry the save
    protocol: `save_id` names this save in every retry of it, `base` is the
    number of the version that the text started from, `revision` that of the draft,
    `language` the language it is written in, so that a text is never saved as the
    other one, `translates` the id of the version in the other language beside it,
    `template` the version of the template that the page shows: what is typed there is
    what that one asks for, even if the project has moved since.
    """

    save_id = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    revision = forms.IntegerField(
        min_value=0, max_value=2**31 - 2, required=False, widget=forms.HiddenInput
    )
    language = forms.ChoiceField(choices=Language.choices, widget=forms.HiddenInput)
    translates = forms.IntegerField(
        min_value=1, max_value=MAX_ID, required=False, widget=forms.HiddenInput
    )
    template = forms.IntegerField(
        min_value=1, max_value=MAX_ID, required=False, widget=forms.HiddenInput
    )
    note = LineField(
        label=gettext_lazy("Note about this version (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    # The number of the version that the text was based on before it was rebased.
    started_from = None

    def __init__(
        self,
        data: Any = None,
        *,
        question_label: str,
        label: str = "",
        parts: Iterable[Part],
        language: str,
        base: int = 0,
        revision: int = 0,
        content: Content | None = None,
        translates: int | None = None,
        prefix: str | None = None,
    ) -> None:
        """`content` is what is stored: {part key: value}.

        `label` is for a text that is not simply one's own answer, with a place for
        the question's label; parts that have a label of their own keep it.
        """
        self.parts = tuple(parts)
        # What no longer fits is shown beside the form.
        fits = conform_to_schema(content or {}, self.parts)
        initial = {field_name(key): value for key, value in fits.items()}
        initial.update(
            save_id=uuid.uuid4(),
            base=base,
            revision=revision,
            language=language,
            translates=translates,
            template=self.parts[0].question.section.template_id if self.parts else None,
        )
        super().__init__(data, prefix=prefix, initial=initial)
        for part in self.parts:
            field = KINDS[part.kind].form_field(
                label=part.label
                or (label or _("My answer to %(label)s")) % {"label": question_label},
                help_text=part.help,
                options=part.options,
                language=language,
            )
            # For the label: any answer can be left for later, so none is "(optional)".
            field.is_unmarked, field.letter = True, part.letter
            self.fields[field_name(part.key)] = field
        self.fields["note"].is_unmarked = True  # its own label says “(optional)”
        self.helper = PageFormHelper()

    def clean_template(self) -> int | None:
        """A version that exists, as what is typed may be kept with it."""
        template_id: int | None = self.cleaned_data["template"]
        if template_id is not None:
            try:
                read_template(template_id)
            except PlanTemplate.DoesNotExist:
                raise ValidationError(
                    self.fields["template"].error_messages["invalid"]
                ) from None
        return template_id

    @property
    def part_fields(self) -> list[tuple[Part, forms.BoundField]]:
        """(part, bound field) for each part, in order."""
        return [(part, self[field_name(part.key)]) for part in self.parts]

    @property
    def has_new_text(self) -> bool:
        """Whether any part differs from what is stored; call on a bound form."""
        return any(field_name(part.key) in self.changed_data for part in self.parts)

    def content(self) -> Content:
        """{part key: value} as the author left it; call on a valid form."""
        return {
            part.key: self.cleaned_data[field_name(part.key)] for part in self.parts
        }

    def valid_content(self) -> Content:
        """{part key: value} of the parts whose value is valid; call on a bound form."""
        self.is_valid()
        found = {
            part.key: self.cleaned_data.get(field_name(part.key)) for part in self.parts
        }
        return {key: value for key, value in found.items() if value}

    def own_answer(
        self, project: Project, question: Question, author: User
    ) -> OwnAnswer:
        """The OwnAnswer that actions need, naming its author; call on a valid form."""
        return OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=self.parts,
            language=self.cleaned_data["language"],
            author=author,
            typed_for=self.cleaned_data["template"],
        )

    def version_save(self, follows: uuid.UUID | None = None) -> VersionSave:
        """The VersionSave of the next version; call on a valid form."""
        return VersionSave(
            content=self.content(),
            save_id=self.cleaned_data["save_id"],
            base=self.cleaned_data["base"],
            note=self.cleaned_data["note"],
            draft_revision=self.cleaned_data["revision"],
            follows=follows,
            translates=self.cleaned_data["translates"],
        )

    def draft_save(self, follows: uuid.UUID | None) -> DraftSave:
        """The DraftSave of the draft; call on a valid form."""
        return DraftSave(
            content=self.content(),
            save_id=self.cleaned_data["save_id"],
            base=self.cleaned_data["base"],
            revision=self.cleaned_data["revision"] or 0,
            follows=follows,
        )

    def readable_parts(self) -> list[tuple[Part, tuple[Block, ...]]]:
        """[(part, blocks)] of every part whose value is valid."""
        content = self.valid_content()
        language = self.cleaned_data.get("language", Language.EN)
        return [
            (
                part,
                KINDS[part.kind].blocks(content[part.key], part.options, language),
            )
            for part in self.parts
            if part.key in content
        ]

    def typed_values(self) -> dict[str, str]:
        """{name: what was typed} of the parts, valid or not; call on a bound form."""
        values = {}
        for part in self.parts:
            typed = self[field_name(part.key)].data
            if typed:
                text = typed if isinstance(typed, str) else json.dumps(typed)
                values[self.add_prefix(field_name(part.key))] = text
        return values

    def add_content_errors(self, error: ValidationError) -> None:
        """Show the errors that an action found next to their parts."""
        if hasattr(error, "error_dict"):
            error = ValidationError(
                {field_name(key): found for key, found in error.error_dict.items()}
            )
        self.add_error(None, error)

    def start_again_from(self, base: int) -> None:
        """Rebase what was typed on a newer version, as a new save."""
        self.started_from = self.cleaned_data["base"]
        self.data = self.data.copy()
        self.data[self.add_prefix("base")] = str(base)
        self.data[self.add_prefix("revision")] = "0"
        self.data[self.add_prefix("save_id")] = str(uuid.uuid4())


def field_name(part_key: str) -> str:
    """The name of a part's field, which cannot clash with a hidden one."""
    return f"part_{part_key}"


def examples_by_letter(text: str, letters: Sequence[str]) -> dict[str, str]:
    """Split "A. … B. …" into {"A": "…", "B": "…"}, one entry per letter of `letters`.

    {} when the text is not written so, or leaves a letter out.
    """
    marks = r"\s+".join(rf"{letter}\.\s+(.+?)" for letter in letters)
    match = re.fullmatch(marks, text.strip(), flags=re.DOTALL) if letters else None
    return dict(zip(letters, match.groups(), strict=True)) if match else {}
