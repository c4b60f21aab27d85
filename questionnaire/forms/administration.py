"""The forms of site administrators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.library.faculties import faculty_lines
from questionnaire.actions.library.institutions import INSTITUTION_FIELDS, check_logo
from questionnaire.actions.projects.projects import (
    INSTITUTION_FIELDS as PROJECT_FIELDS,
)
from questionnaire.actions.shared_texts import plain_values
from questionnaire.forms.faculties import FacultiesField
from questionnaire.forms.fields import EmailField, LineField, entered_field
from questionnaire.forms.layout import PageFormHelper
from questionnaire.forms.partings import PartingsMixin
from questionnaire.forms.shared_texts import SharedTextForm
from questionnaire.lib.ror import normalize_ror, validate_ror
from questionnaire.models import Institution, Project, User


class InstitutionForm(SharedTextForm, forms.ModelForm):
    """The description of an institution, and its logo."""

    # Longer than an identifier, because people paste its address.
    ror = LineField(
        label="ROR",
        help_text=_(
            "For example https://ror.org/03rmrcq20; the last two digits check it."
        ),
        max_length=100,
        required=False,
    )
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG or JPEG, at most 200 kB. Shown beside the guidance."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    faculties = FacultiesField(
        label=_("Faculties and departments"),
        help_text=_(
            "One on each line, in French and in English: Faculté des arts = Faculty of "
            "Arts. Projects may name others; filters and figures put the names of one "
            "faculty together."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Institution
        formfield_callback = entered_field
        fields = INSTITUTION_FIELDS
        help_texts = {
            "language": _("For mail to people without an account."),
            "contact_name": _("A person or a service that teams may turn to."),
        }
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = Institution._meta.get_field(
            "language"
        ).choices
        if not hasattr(self.instance, "logo"):
            self.fields["remove_logo"].widget = forms.HiddenInput()
        if not self.instance._state.adding:
            lines = faculty_lines(
                self.instance.faculties.values_list("name_fr", "name_en")
            )
            self.initial["faculties"] = lines
            shown = plain_values(self.instance, INSTITUTION_FIELDS)
            self.say_shown({**shown, "faculties": lines})
        self.helper = PageFormHelper()

    def clean_ror(self) -> str:
        ror = self.cleaned_data["ror"]
        if ror.strip():
            validate_ror(ror)
        return normalize_ror(ror)

    def clean_logo(self) -> bytes | None:
        """The bytes of the picture, or None."""
        file = self.cleaned_data["logo"]
        if not file:
            return None
        # Reading one byte too many is enough to know.
        content = file.read(300_000)
        check_logo(content)
        return content


class AppointForm(forms.Form):
    """Whom to make a librarian: the address of their account."""

    email = EmailField(
        label=_("E-mail address of the account"),
        error_messages={
            "required": _("Enter the e-mail address."),
            "invalid": _("Enter an e-mail address as name@university.example."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person: User | None = None
        self.helper = PageFormHelper()

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        self.person = User.objects.filter(email__iexact=email).first()
        if self.person is None:
            raise ValidationError(
                _("No account has this address. The person signs up first."),
                code="no_account",
            )
        return email


class MergeForm(AppointForm):
    """The account to merge into, by its address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address of the account that stays")


class EraseForm(PartingsMixin, forms.Form):
    """What becomes of the person's projects, and their address.

    It is typed again so that nobody is erased by mistake.
    """

    email = LineField(
        label=_("Type the person’s e-mail address"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the address to go on.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email
        self.helper = PageFormHelper()

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        if typed.strip().lower() != self._email.lower():
            raise ValidationError(
                _("This is not the address of the account."), code="other_address"
            )
        return typed


class ProjectInstitutionForm(SharedTextForm, forms.ModelForm):
    """Which institution a project belongs to."""

    class Meta:
        model = Project
        formfield_callback = entered_field
        fields = PROJECT_FIELDS
        help_texts = {"institution_name": _("If it is not in the list above.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].empty_label = _("Not in this list")
        self.say_shown(plain_values(self.instance, PROJECT_FIELDS))
        self.helper = PageFormHelper()
