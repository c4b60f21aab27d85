"""The forms at a librarian's desk: names of views, remarks, feedback."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.actions.library.desk import REMARK_FIELDS
from questionnaire.actions.shared_texts import plain_values
from questionnaire.forms.fields import LineField, TextField, entered_field
from questionnaire.forms.layout import PageFormHelper, PageFormMixin
from questionnaire.forms.shared_texts import SharedTextForm
from questionnaire.models import CannedRemark

LONGEST_REMARK = 10_000


class ViewNameForm(PageFormMixin, forms.Form):
    """The name of a saved view."""

    name = LineField(
        label=gettext_lazy("Name of the view"),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter a name for the view.")},
    )


class RemarkForm(SharedTextForm, forms.ModelForm):
    """A remark in both languages."""

    class Meta:
        model = CannedRemark
        formfield_callback = entered_field
        fields = REMARK_FIELDS
        labels = {"title": gettext_lazy("What the remark is about")}
        error_messages = {
            "title": {"required": gettext_lazy("Say what the remark is about.")},
            "body_fr": {"required": gettext_lazy("Write the remark in French.")},
            "body_en": {"required": gettext_lazy("Write the remark in English.")},
        }
        widgets = {
            "body_fr": forms.Textarea(attrs={"rows": 4, "lang": "fr"}),
            "body_en": forms.Textarea(attrs={"rows": 4, "lang": "en"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()
        for name in ("body_fr", "body_en"):
            field = self.fields[name]
            field.max_length = field.widget.attrs["maxlength"] = LONGEST_REMARK
        if not self.instance._state.adding:
            self.say_shown(plain_values(self.instance, REMARK_FIELDS))


class AskForm(PageFormMixin, forms.Form):
    """A request for feedback: what the library should look at, and by when."""

    message = TextField(
        label=gettext_lazy("Message to the library"),
        help_text=gettext_lazy("What should be looked at above all?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Wanted by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_due_on(self) -> datetime.date | None:
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day


class ReplyForm(PageFormMixin, forms.Form):
    """The library's feedback on the plan as a whole."""

    reply = TextField(
        label=gettext_lazy("Feedback"),
        help_text=gettext_lazy(
            "All members get it by mail. Comments on single questions stay beside them."
        ),
        max_length=10_000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Write your feedback.")},
    )
