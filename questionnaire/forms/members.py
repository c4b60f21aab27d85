"""The forms to invite people, and to set a member's role and contributions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.team.invitations import (
    INVITATIONS_PER_HOUR,
    Offer,
    TooManyInvitations,
)
from questionnaire.credit import CREDIT_ROLES
from questionnaire.forms.fields import TextField
from questionnaire.forms.layout import PageFormHelper
from questionnaire.lib.address_lists import read_addresses
from questionnaire.lib.text import validate_direction
from questionnaire.vocabulary import Language, Role


def _credit_choices() -> list[tuple[str, str]]:
    language = get_language()
    return [(key, names[language]) for key, names in CREDIT_ROLES.items()]


class CreditRolesField(forms.MultipleChoiceField):
    """Roles in the research, as CRediT names them."""

    widget = forms.CheckboxSelectMultiple
    # All are optional, which need not be written on the label.
    is_unmarked = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_credit_choices, required=False, **kwargs)


class InvitationForm(forms.Form):
    """Whom to invite, in which role, and in which language to write to them."""

    emails = TextField(
        label=_("E-mail addresses"),
        help_text=_("One per line, or as your mail program copies them."),
        max_length=5000,
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}
        ),
        error_messages={"required": _("Enter at least one e-mail address.")},
    )
    role = forms.ChoiceField(
        label=_("Access"),
        choices=[
            (Role.CONTRIBUTOR, _("Contributor: writes answers and comments")),
            (Role.VIEWER, _("Viewer: reads the plan")),
            (Role.PI, _("Principal investigator: decides, and manages the team")),
        ],
        initial=Role.CONTRIBUTOR,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the e-mail"),
        choices=Language.choices,
        widget=forms.RadioSelect,
    )
    message = TextField(
        label=_("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    credit_roles = CreditRolesField(label=_("Roles in the research (CRediT)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()

    def clean_emails(self) -> list[str]:
        """The addresses, each once and in lower case. Every fault is named."""
        emails, unread = read_addresses(self.cleaned_data["emails"])
        faults = [
            ValidationError(
                _("“%(email)s” is not an e-mail address."), params={"email": entry}
            )
            for entry in unread
        ]
        for email in emails:
            try:
                validate_direction(email)
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        if len(emails) > INVITATIONS_PER_HOUR:
            raise ValidationError(str(TooManyInvitations().message))
        return [email.lower() for email in emails]

    def offer(self) -> Offer:
        """The role and contributions offered; call on a valid form."""
        words = {
            name: value for name, value in self.cleaned_data.items() if name != "emails"
        }
        return Offer(**words)


class RoleForm(forms.Form):
    """A member's role in the project."""

    role = forms.ChoiceField(
        label=_("Access"),
        choices=InvitationForm.base_fields["role"].choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()


class CreditForm(forms.Form):
    """A member's contributions to the research."""

    credit_roles = CreditRolesField(
        label=_("Roles in the research (CRediT)"),
        help_text=_("Shown with the contributors when the plan is exported."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()
