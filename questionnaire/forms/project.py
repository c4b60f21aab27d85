"""The forms to start and describe a project."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.projects.partners import partner_lines
from questionnaire.actions.projects.projects import (
    DESCRIPTION_FIELDS,
    INSTITUTION_FIELDS,
)
from questionnaire.actions.shared_texts import plain_values
from questionnaire.bilingual import active_language
from questionnaire.forms.fields import entered_field
from questionnaire.forms.layout import PageFormHelper
from questionnaire.forms.partners import PartnersField
from questionnaire.forms.shared_texts import SharedTextForm
from questionnaire.lib.funders import listed_funders
from questionnaire.lib.ids import MAX_ID
from questionnaire.lib.text import search_key
from questionnaire.models import Institution, PlanTemplate, Project
from questionnaire.queries.library.faculties import read_faculty_names
from questionnaire.queries.projects.moved_values import AskedUnit
from questionnaire.vocabulary import UnitChoice

_WHY_FIXED = _(
    "The institution can be changed while the plan is drafted. Take it back from "
    "review first, or ask the administrators of the site."
)
# The greatest number of departments suggested.
_DEPARTMENTS = 50


class ProjectForm(SharedTextForm, forms.ModelForm):
    """The description of a project; only the title is required."""

    partners = PartnersField(
        label=_("Partner institutions"),
        help_text=_(
            "One on each line, with its ROR identifier if you have it at hand: "
            "McGill University https://ror.org/01pxwe438."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = [
        "title",
        "language",
        "acronym",
        "institution",
        "institution_name",
        "department",
        "partners",
    ]

    class Meta:
        model = Project
        formfield_callback = entered_field
        fields = [
            "title",
            "acronym",
            "language",
            "institution",
            "institution_name",
            "department",
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
            "institution": _("It leads the project; its librarians can help you."),
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

    def __init__(self, *args: Any, may_move: bool = True, **kwargs: Any) -> None:
        """`may_move`: whether the project may be attached to another institution."""
        super().__init__(*args, **kwargs)
        self.departments = _departments(self.instance.institution_id)
        self.funders = _funders()
        if "funder" in self.fields:
            self.fields["funder"].widget.attrs["list"] = "funders"
        if self.departments:
            self.fields["department"].widget.attrs["list"] = "departments"
        if not may_move:
            for name in INSTITUTION_FIELDS:
                self.fields[name].disabled = True
            self.fields["institution"].help_text = _WHY_FIXED
        self.fields["language"].choices = Project._meta.get_field("language").choices
        self.fields["institution"].queryset = Institution.objects.all()
        self.fields["institution"].empty_label = _("Not in this list")
        if not self.instance._state.adding:
            partners = partner_lines(self.instance.partners.all())
            self.initial["partners"] = partners
            shown = plain_values(self.instance, DESCRIPTION_FIELDS)
            self.say_shown({**shown, "partners": partners})
        self.helper = PageFormHelper()

    def clean(self) -> dict[str, Any] | None:
        """Explain when the institution sent can no longer be changed."""
        cleaned = super().clean() or {}
        lead = cleaned.get("institution")
        partners = cleaned.get("partners", ())
        if lead and any(each.institution == lead for each in partners):
            words = _("The lead institution is named above already.")
            self.add_error("partners", words)
        for name in INSTITUTION_FIELDS:
            sent = self.data.get(self.add_prefix(name))
            current = getattr(
                self.instance, self.instance._meta.get_field(name).attname
            )
            if self.fields[name].disabled and sent not in (None, str(current or "")):
                self.add_error(name, _WHY_FIXED)
        return cleaned


def _funders() -> list[tuple[str, str]]:
    """[(abbreviation, name)] of the listed funders; any other may be typed."""
    language = active_language()
    return [
        (each.abbreviation[language], each.name[language]) for each in listed_funders()
    ]


def _departments(institution_id: int | None) -> list[str]:
    """The institution's faculties, and what else its projects name. Two queries."""
    if not institution_id:
        return []
    names = read_faculty_names(institution_id)
    listed = {each.name: None for each in names.by_text.values()}
    used = Project.objects.live().filter(institution=institution_id)
    others = (
        used.exclude(department="")
        .order_by("department")
        .values_list("department", flat=True)
        .distinct()[:_DEPARTMENTS]
    )
    return [
        *listed,
        *(each for each in others if search_key(each) not in names.by_text),
    ]


class NewProjectForm(ProjectForm):
    """The description, and the template to follow, in its newest version.

    When there is only one template, the field is not shown.
    """

    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=PlanTemplate.objects.newest(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    class Meta(ProjectForm.Meta):
        fields = [*ProjectForm.Meta.fields, "template"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What most people know at once; the rest is folded on the page.
        self.asked_first = ["title", "language"]
        field = self.fields["template"]
        field.label_from_instance = lambda template: template.title
        self.templates = list(field.queryset)
        if len(self.templates) == 1:
            field.initial = self.templates[0].pk
            field.widget = forms.HiddenInput()
        else:
            self.asked_first.append("template")

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields to begin with."""
        return [self[name] for name in self.asked_first]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """All others that people fill in."""
        return [
            field
            for field in self.visible_fields()
            if field.name not in self.asked_first
        ]

    @property
    def has_folded_errors(self) -> bool:
        return any(field.errors for field in self.folded_fields)


class TemplateMoveForm(forms.Form):
    """The version to move to, and the version that the page compared it with."""

    template = forms.IntegerField(
        min_value=1, max_value=MAX_ID, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(min_value=1, max_value=MAX_ID, widget=forms.HiddenInput)
    is_confirmed = forms.BooleanField(
        label=_("I have read what changes, and that the plan can’t move back"),
        error_messages={"required": _("Tick that you have read what changes.")},
    )

    def __init__(self, *args: Any, units: Sequence[AskedUnit], **kwargs: Any) -> None:
        """`units`: the changes of unit, of which only those with numbers are asked."""
        super().__init__(*args, **kwargs)
        self.units = {f"unit_{each.change.name}": each for each in units if each.count}
        for name, asked in self.units.items():
            self.fields[name] = _unit_field(asked)
        self.fields["is_confirmed"] = self.fields.pop("is_confirmed")
        self.helper = PageFormHelper()

    def choices(self) -> dict[str, UnitChoice]:
        """What numbers mean, by the names of the changes; call on a valid form."""
        return {
            asked.change.name: UnitChoice(self.cleaned_data[name])
            for name, asked in self.units.items()
        }


def _unit_field(asked: AskedUnit) -> forms.ChoiceField:
    change, language = asked.change, active_language()
    choices = [(UnitChoice.MEANT, str(UnitChoice.MEANT.label))]
    if change.factor is not None:
        by = number_format(change.factor.normalize(), force_grouping=True)
        text = gettext("Convert them: each is multiplied by %(factor)s.")
        choices.append((UnitChoice.CONVERTED, text % {"factor": by}))
    choices.append((UnitChoice.LATER, str(UnitChoice.LATER.label)))
    label = ngettext(
        "%(label)s: “%(former)s” becomes “%(column)s”. What does the %(count)s number "
        "mean that is there?",
        "%(label)s: “%(former)s” becomes “%(column)s”. What do the %(count)s numbers "
        "mean that are there?",
        asked.count,
    )
    return forms.ChoiceField(
        label=label
        % {
            "label": asked.question.label,
            "former": change.former[language],
            "column": change.now[language],
            "count": asked.count,
        },
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what these numbers mean.")},
    )


class UnitCheckForm(forms.Form):
    """What an author says of their own numbers in a column whose unit changed."""

    choice = forms.ChoiceField(
        choices=[
            (each.value, each.label)
            for each in (UnitChoice.MEANT, UnitChoice.CONVERTED)
        ]
    )
