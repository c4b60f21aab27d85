"""The form that marks notices as read."""

from django import forms

# The largest id that a database keeps.
LARGEST_ID = 2**63 - 1


class ReadForm(forms.Form):
    """The newest notice that was shown."""

    up_to = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
