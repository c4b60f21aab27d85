"""A reviewer's decisions about a question, and requests to its authors."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.conversation.comments import clean_body
from questionnaire.actions.review.choices import Choice
from questionnaire.forms.fields import LineField, TextField
from questionnaire.lib.ids import MAX_ID, read_id
from questionnaire.models import Answer, Question
from questionnaire.vocabulary import Language


class DecisionForm(forms.Form):
    """One step: an answer to agree on, or languages whose decision is withdrawn.

    `versions` are the ids of its versions, joined by hyphens: “12-15”. What stands in
    the other language is named after them, in `translation-12`: the text that is taken
    as its translation, "" for none. Of two versions, that text takes the place of one;
    “without-en” leaves out the English one.
    `base_fr` and `base_en` are the newest decisions that the page showed, and `seen` is
    the newest version that it showed; `batch` identifies the step in every retry of it.
    """

    withdraw = forms.MultipleChoiceField(choices=Language.choices, required=False)
    base_fr = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    base_en = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    seen = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    batch = forms.UUIDField()
    note = LineField(label=_("Note on the decision"), max_length=500, required=False)

    def __init__(self, data: QueryDict, *, versions: Mapping[int, Answer]) -> None:
        """`versions` is {id of a version that may be chosen: the answer it is of}."""
        super().__init__(data)
        self.answers = versions
        self.translation = translation_id(data)
        self.chosen = self._chosen(data)

    def _chosen(self, data: QueryDict) -> list[int]:
        """The versions named, without that in whose place something else stands."""
        chosen = chosen_ids(data)
        if len(chosen) < 2:
            return chosen
        replaced = left_out(data)
        if self.translation and self.translation in self.answers:
            replaced = self.answers[self.translation].language
        return [
            pk
            for pk in chosen
            if pk not in self.answers or self.answers[pk].language != replaced
        ]

    def clean(self) -> dict[str, Any] | None:
        taken = [self.translation] if self.translation else []
        if not {*self.chosen, *taken} <= self.answers.keys():
            raise forms.ValidationError(_("Choose an answer."), code="required")
        languages = [self.answers[pk].language for pk in (*self.chosen, *taken)]
        languages += self.cleaned_data.get("withdraw", ())
        if not languages:
            raise forms.ValidationError(_("Choose an answer."), code="required")
        if len(set(languages)) < len(languages):
            raise forms.ValidationError(
                _("Choose one answer in each language."), code="two_in_one_language"
            )
        if len({self.answers[pk].author_id for pk in self.chosen}) > 1:
            raise forms.ValidationError(
                _(
                    "Choose the answer of one person; another person’s text can be "
                    "taken as its translation."
                ),
                code="two_authors",
            )
        return self.cleaned_data

    def choices(self, question: Question) -> list[Choice]:
        """The Choice of each language; call on a valid form."""
        chosen: dict[str, int | None] = {
            self.answers[pk].language: pk for pk in self.chosen
        }
        chosen |= dict.fromkeys(self.cleaned_data["withdraw"])
        if self.translation:
            chosen[self.answers[self.translation].language] = self.translation
        elif self.translation == 0 and len(self.chosen) == 1:
            [language] = chosen
            chosen[Language(language).other.value] = None
        bases = {
            language: self.cleaned_data[f"base_{language}"]
            for language in Language.values
            if f"base_{language}" in self.data
        }
        return [
            Choice(
                question,
                language,
                pk,
                bases.get(language),
                as_translation=pk is not None and pk == self.translation,
                other_bases=bases,
                seen_up_to=self.cleaned_data["seen"],
            )
            for language, pk in chosen.items()
        ]

    @property
    def posted(self) -> list[tuple[str, str]]:
        """The fields that say what was chosen, to be sent again with another base."""
        return [
            (name, value)
            for name, values in self.data.lists()
            if name in ("versions", "withdraw") or name.startswith("translation-")
            for value in values
        ]


def chosen_ids(data: QueryDict) -> list[int]:
    """The ids of the versions that a DecisionForm names as the answer chosen."""
    return [
        pk
        for key in data.getlist("versions")
        for text in key.split("-")
        if (pk := read_id(text))
    ]


def translation_id(data: QueryDict) -> int | None:
    """The id of the text to be taken as a translation; 0 for none, None unsaid."""
    for key in data.getlist("versions"):
        if (value := data.get(f"translation-{key}")) is not None:
            return read_id(value) or 0
    return None


def left_out(data: QueryDict) -> str | None:
    """The language of the chosen answer that the plan is not to carry; None unsaid."""
    for key in data.getlist("versions"):
        way = data.get(f"translation-{key}") or ""
        language = way.removeprefix("without-")
        if way != language and language in Language.values:
            return language
    return None


class PendingAgreementsForm(forms.Form):
    """Answers to agree on in one step: lines of “slug language version base”."""

    batch = forms.UUIDField()
    choice = LineField(required=False)

    def clean_choice(self) -> list[tuple[str, str, int | None, int | None]]:
        """[(slug, language, version id, base id or None)]; ignores malformed lines."""
        lines = []
        for line in self.data.getlist("choice"):
            words = line.split(":")
            if len(words) == 4 and words[1] in Language.values:
                slug, language, version, base = words
                lines.append((slug, language, read_id(version), read_id(base)))
        return lines


class BatchForm(forms.Form):
    """A step to undo."""

    batch = forms.UUIDField()


class ChangeRequestForm(forms.Form):
    """A request for changes: why an answer should change, and in which passage."""

    save_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    body = TextField(
        label=_("What should change, and why"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what should change.")},
    )
    quote = TextField(
        label=_("Passage"),
        help_text=_("Copy the words from the version; leave empty for all of it."),
        required=False,
        widget=forms.Textarea({"rows": 2, "data-quote": ""}),
    )

    def clean_body(self) -> str:
        return clean_body(self.cleaned_data["body"])
