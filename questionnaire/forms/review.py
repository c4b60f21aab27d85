"""The forms to send a plan to review, to send the review, and to finish."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.shared_texts import plain
from questionnaire.forms.fields import TextField
from questionnaire.forms.layout import PageFormMixin
from questionnaire.forms.shared_texts import SharedTextForm


class MessageForm(PageFormMixin, forms.Form):
    """A short message to the people who get the e-mail."""

    message = TextField(
        label=_("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class ReasonForm(PageFormMixin, forms.Form):
    """Why a finished plan is reopened."""

    reason = TextField(
        label=_("Why the plan is reopened"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why the plan is reopened.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_unmarked = True


class FinishForm(PageFormMixin, SharedTextForm):
    """The note on an edition, and the date of the plan's next review."""

    note = TextField(
        label=_("Note on this edition"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    review_on = forms.DateField(
        label=_("Review again on"),
        help_text=_(
            "A plan is a living document: we write to the team two weeks before."
        ),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a date as 2027-04-01.")},
    )

    def __init__(
        self, *args: Any, review_on: datetime.date | None = None, **kwargs: Any
    ) -> None:
        """`review_on` is the date set so far; a past one must be chosen again."""
        super().__init__(*args, **kwargs)
        self.say_shown({"review_on": plain(review_on)})
        if review_on and review_on > timezone.localdate():
            self.initial["review_on"] = review_on

    def clean_review_on(self) -> datetime.date | None:
        day = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(
                _("Choose a day that is still to come."), code="past"
            )
        return day
