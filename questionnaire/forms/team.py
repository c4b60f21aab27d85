"""What members do with each other’s answers: copy, and share questions out."""

from django import forms


class CopyForm(forms.Form):
    """A colleague’s version to copy; `save_id` is the same in every retry."""

    version = forms.IntegerField(min_value=1)
    save_id = forms.UUIDField()
