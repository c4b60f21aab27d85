"""Starting and describing a project."""

from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.layout import PageFormHelper
from questionnaire.ids import MAX_ID
from questionnaire.models import Institution, PlanTemplate, Project


class ProjectForm(forms.ModelForm):
    """What is known of a project; only the title is needed to start."""

    class Meta:
        model = Project
        fields = [
            "title",
            "acronym",
            "language",
            "institution",
            "institution_name",
            "funder",
            "grant_number",
            "starts_on",
            "ends_on",
            "review_on",
            "summary",
        ]
        help_texts = {
            "title": _("Use the title of the research project; you can change it."),
            "acronym": _("For menus and file names, as “Arctic lichens”."),
            "language": _(
                "Headings can be exported in both languages, "
                "and each answer can be written in either."
            ),
            "institution_name": _("If it is not in the list above."),
            "funder": _("The body that pays for the research."),
            "starts_on": _("For example 2026-04-01."),
            "review_on": _("We write to the team two weeks before."),
        }
        widgets = {
            "language": forms.RadioSelect,
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "review_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {"title": {"required": _("Enter a project title.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = Project._meta.get_field("language").choices
        self.fields["institution"].queryset = Institution.objects.all()
        self.fields["institution"].empty_label = _("Not in this list")
        self.helper = PageFormHelper()


class NewProjectForm(ProjectForm):
    """The same, and the template to follow, in its newest version.

    One template needs no choosing.
    """

    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=PlanTemplate.objects.newest(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    class Meta(ProjectForm.Meta):
        fields = [*ProjectForm.Meta.fields, "template"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        field.label_from_instance = lambda template: template.title
        self.templates = list(field.queryset)
        if len(self.templates) == 1:
            field.initial = self.templates[0].pk
            field.widget = forms.HiddenInput()


class TemplateMoveForm(forms.Form):
    """The version to move to, and the one that the page compared it with."""

    template = forms.IntegerField(
        min_value=1, max_value=MAX_ID, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(min_value=1, max_value=MAX_ID, widget=forms.HiddenInput)
