"""The form that marks notices as read."""

from django import forms

from questionnaire.lib.ids import MAX_ID


class ReadForm(forms.Form):
    """The newest notice that was shown."""

    up_to = forms.IntegerField(min_value=1, max_value=MAX_ID)
