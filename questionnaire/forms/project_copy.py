"""The forms to delete a project, and to start one from the plan of another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.fields import LineField, entered_field
from questionnaire.forms.layout import PageFormHelper, PageFormMixin
from questionnaire.models import Project


class DeleteProjectForm(PageFormMixin, forms.Form):
    """Why the project is deleted, for its members; it may be left out."""

    reason = LineField(
        label=_("Why is it deleted?"),
        help_text=_("The other members read it. You can leave it out."),
        max_length=200,
        required=False,
    )


class ProjectCopyForm(forms.ModelForm):
    """The title and the language of a project that starts from an earlier plan."""

    with_description = forms.BooleanField(
        label=_("Take the description over, too"),
        help_text=_("Summary, institution, faculty, funder, grant number and dates."),
        required=False,
    )

    class Meta:
        model = Project
        formfield_callback = entered_field
        fields = ["title", "language"]
        widgets = {"language": forms.RadioSelect}
        error_messages = {"title": {"required": _("Enter a project title.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = Project._meta.get_field("language").choices
        self.helper = PageFormHelper()
