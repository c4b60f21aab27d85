"""The form to accept a wording that a reviewer proposes."""

import uuid

from django import forms


class AcceptForm(forms.Form):
    """`base` is the newest version of my answer that the page showed."""

    base = forms.IntegerField(
        min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput
    )
    save_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
