"""The forms to copy a colleague's answer and to assign one or many questions."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.team.assignments import DueDatePast
from questionnaire.models import Question, User
from questionnaire.plan.outline import OutlineQuestion


class CopyForm(forms.Form):
    """A colleague’s version to copy; `save_id` is the same in every retry."""

    version = forms.IntegerField(min_value=1)
    save_id = forms.UUIDField()


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

    def __init__(self, *args: Any, writers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate().isoformat()
        self.fields["due_on"].widget.attrs["min"] = today
        writers = list(writers)
        field = self.fields["member"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in writers])
        # Their names are loaded already: rendering the choices needs no query.
        field.choices = [
            ("", field.empty_label),
            *((user.pk, str(user)) for user in writers),
        ]

    def clean_due_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(DueDatePast.message, code="past")
        return day

    def focus_first_error(self) -> None:
        """Give the focus to the first field with an error."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                return


class ManyAssignmentsForm(AssignmentForm):
    """Whole sections and single questions for one member; `entries` are the choices."""

    sections = forms.MultipleChoiceField(required=False)
    questions = forms.MultipleChoiceField(required=False)

    def __init__(
        self, *args: Any, entries: Sequence[OutlineQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        numbers = dict.fromkeys(entry.section.position for entry in entries)
        self.fields["sections"].choices = [(str(each), each) for each in numbers]
        self.fields["questions"].choices = [
            (entry.slug, entry.label) for entry in entries
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.chosen():
            raise forms.ValidationError(
                _("Tick at least one question or section."), code="required"
            )
        return data

    def chosen(self) -> list[Question]:
        """The questions that are ticked, alone or with their section, in order."""
        sections = self.cleaned_data["sections"]
        slugs = self.cleaned_data["questions"]
        return [
            entry.question
            for entry in self.entries
            if str(entry.section.position) in sections or entry.slug in slugs
        ]

    def ticked(self, name: str) -> set[str]:
        """What is ticked in the form as it is shown."""
        return set(map(str, self[name].value() or ()))
