"""What is said when a plan is sent to review, and a review to the team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.layout import PageFormHelper
from questionnaire.text import validate_text


class MessageForm(forms.Form):
    """A few words for the people who get the mail."""

    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2000,
        validators=[validate_text],
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()
