"""What is said when a plan is sent to review, and a review to the team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.layout import PageFormMixin
from questionnaire.text import validate_text


class MessageForm(PageFormMixin, forms.Form):
    """A few words for the people who get the mail."""

    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2000,
        validators=[validate_text],
        widget=forms.Textarea({"rows": 4}),
    )


class ReasonForm(PageFormMixin, forms.Form):
    """Why a finished plan is opened again."""

    reason = forms.CharField(
        label=_("Why the plan is reopened"),
        max_length=2000,
        validators=[validate_text],
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why the plan is reopened.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_unmarked = True


class NoteForm(PageFormMixin, forms.Form):
    """What is said of an edition."""

    note = forms.CharField(
        label=_("Note on this edition"),
        required=False,
        max_length=2000,
        validators=[validate_text],
        widget=forms.Textarea({"rows": 3}),
    )
