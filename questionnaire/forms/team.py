"""The forms to copy a colleague's answer and to assign questions."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.models import User


class CopyForm(forms.Form):
    """A colleague’s version to copy; `save_id` is the same in every retry."""

    version = forms.IntegerField(min_value=1)
    save_id = forms.UUIDField()


class PassagesForm(forms.Form):
    """The passages of a colleague’s version to take; `names` are those on offer."""

    take = forms.MultipleChoiceField(
        label=_("Passages"),
        error_messages={
            "required": _("Tick at least one passage."),
            "invalid_choice": _("Tick passages of this answer."),
        },
    )
    save_id = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"].choices = [(name, name) for name in names]


class AssignmentForm(forms.Form):
    """Who is to answer a question, and by when; `writers` are the choices."""

    member = forms.ModelChoiceField(
        label=_("Assign to"),
        queryset=User.objects.none(),
        empty_label=_("Choose a member"),
        error_messages={
            "required": _("Choose a member."),
            "invalid_choice": _("Choose a member who writes answers."),
        },
    )
    due_on = forms.DateField(
        label=_("Due date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, writers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in writers])
        # Their names are loaded already: rendering the choices needs no query.
        field.choices = [
            ("", field.empty_label),
            *((user.pk, str(user)) for user in writers),
        ]

    def focus_first_error(self) -> None:
        """Give the focus to the first field with an error."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                return
