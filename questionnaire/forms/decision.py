"""A reviewer's decisions about a question, and requests to its authors."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.conversation.comments import clean_body
from questionnaire.actions.review.choices import Choice
from questionnaire.lib.ids import MAX_ID, read_id
from questionnaire.models import Question
from questionnaire.vocabulary import Language


class DecisionForm(forms.Form):
    """One step: versions to agree on, or languages whose decision is withdrawn.

    `base_fr` and `base_en` are the newest decisions that the page showed; `batch`
    identifies the step in every retry of it.
    """

    versions = forms.TypedMultipleChoiceField(coerce=int, required=False)
    withdraw = forms.MultipleChoiceField(choices=Language.choices, required=False)
    base_fr = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    base_en = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    batch = forms.UUIDField()
    note = forms.CharField(
        label=_("Note on the decision"), max_length=500, required=False
    )

    def __init__(self, data: Any, *, languages: dict[int, str]) -> None:
        """`languages` is {id of a version that may be chosen: its language}."""
        super().__init__(data)
        self.languages = languages
        self.fields["versions"].choices = [(pk, pk) for pk in languages]

    def clean(self) -> dict[str, Any] | None:
        chosen = [self.languages[pk] for pk in self.cleaned_data.get("versions", ())]
        chosen += self.cleaned_data.get("withdraw", ())
        if not chosen:
            raise forms.ValidationError(_("Choose an answer."), code="required")
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(
                _("Choose one answer in each language."), code="two_in_one_language"
            )
        return self.cleaned_data

    def choices(self, question: Question) -> list[Choice]:
        """The actions.decisions.Choice of each language; call on a valid form."""
        chosen = {self.languages[pk]: pk for pk in self.cleaned_data["versions"]}
        chosen |= dict.fromkeys(self.cleaned_data["withdraw"])
        return [
            Choice(question, language, pk, self.cleaned_data[f"base_{language}"])
            for language, pk in chosen.items()
        ]


class PendingAgreementsForm(forms.Form):
    """Answers to agree on in one step: lines of “slug language version base”."""

    batch = forms.UUIDField()
    choice = forms.CharField(required=False)

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
    body = forms.CharField(
        label=_("What should change, and why"),
        strip=False,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what should change.")},
    )
    quote = forms.CharField(
        label=_("Passage"),
        help_text=_("Copy the words from the version; leave empty for all of it."),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 2, "data-quote": ""}),
    )

    def clean_body(self) -> str:
        return clean_body(self.cleaned_data["body"])
