"""The forms to sign in and up, and the profile."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from questionnaire.forms.fields import LineField, entered_field
from questionnaire.forms.invited import invited_address
from questionnaire.forms.layout import PageFormHelper, PageFormMixin
from questionnaire.forms.partings import PartingsMixin
from questionnaire.lib.orcid import normalize_orcid, validate_orcid
from questionnaire.lib.time_zones import time_zone_choices
from questionnaire.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


_PASSWORD_HELP = format_lazy(
    _("At least {length} characters. Several words in a row are easy to remember."),
    length=settings.PASSWORD_MIN_LENGTH,
)


def _word(
    field: forms.Field,
    label: "StrOrPromise",
    required: "StrOrPromise",
    help_text: "StrOrPromise" = "",
) -> None:
    """Give a field of a third-party form this site's wording."""
    field.label = label
    field.help_text = help_text
    field.error_messages["required"] = required


def _word_email(field: forms.Field) -> None:
    _word(field, _("E-mail address"), _("Enter your e-mail address."))
    field.error_messages["invalid"] = _(
        "Enter an e-mail address as name@university.example."
    )


def _word_new_password(form: Any, label: "StrOrPromise") -> None:
    """Ask for a new password only once: it can be shown while it is typed."""
    form.fields.pop("password2", None)
    _word(form.fields["password1"], label, _("Choose a password."), _PASSWORD_HELP)


class SignInForm(PageFormMixin, allauth_forms.LoginForm):
    """E-mail and password; on a shared computer the session ends with the browser."""

    shared = forms.BooleanField(
        label=_("This computer is shared"),
        help_text=_(
            "You are signed out when the browser closes, and text that is not "
            "saved yet is not kept on this computer."
        ),
        required=False,
    )

    field_order = ["login", "password", "shared"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_email(self.fields["login"])
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        if invited := invited_address(self.request):
            self.initial["login"] = invited
        _word(self.fields["password"], _("Password"), _("Enter your password."))

    def login(
        self, request: HttpRequest, redirect_url: str | None = None
    ) -> HttpResponse:
        response = super().login(request, redirect_url)
        if self.cleaned_data["shared"]:
            request.session.set_expiry(0)
            request.session["shared_computer"] = True
        return response


class SignUpForm(PageFormMixin, allauth_forms.SignupForm):
    """A new account; the language of the page becomes the account's.

    The page is the same for an address that has one already; its owner gets mail.
    """

    name = LineField(
        label=_("Your name"),
        help_text=_("As your team and the plan should show it."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_email(self.fields["email"])
        _word_new_password(self, _("Password"))
        if invited := invited_address(context.request):
            self.initial["email"] = invited

    def try_save(self, request: HttpRequest) -> Any:
        """The new account and None, or None and the page that mail was sent."""
        if self.account_already_exists:
            # It takes as long as hashing the password of a new account does.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(PageFormMixin, allauth_forms.AddEmailForm):
    """The address that will replace the current one, and the password.

    Whoever gets the mail of an account can choose its password: a browser that was
    left signed in must not be enough to take the account over.
    """

    password = PasswordField(
        label=_("Your password"),
        autocomplete="current-password",
        error_messages={"required": _("Enter your password.")},
    )

    field_order = ["email", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_email(self.fields["email"])
        self.fields["email"].label = _("New e-mail address")

    def clean_password(self) -> str:
        """The password. Raises ValidationError if it is wrong, or tried too often."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password

    def save(self, request: HttpRequest) -> Any:
        """Keep the new address, unconfirmed, in place of any other that is waiting.

        allauth would also let it replace the current address while that one is not
        confirmed, which would leave an account that nobody can sign in to.
        """
        waiting = EmailAddress.objects.filter(user=self.user, verified=False)
        waiting.exclude(email__iexact=self.user.email).delete()
        return EmailAddress.objects.add_email(
            request, self.user, self.cleaned_data["email"], confirm=True
        )


class ChangePasswordForm(PageFormMixin, allauth_forms.ChangePasswordForm):
    """The current password, and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self.fields["oldpassword"],
            _("Current password"),
            _("Enter your current password."),
        )
        _word_new_password(self, _("New password"))


class SetPasswordForm(PageFormMixin, allauth_forms.SetPasswordForm):
    """The first password of an account that had none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self, _("New password"))


class ResetPasswordForm(PageFormMixin, allauth_forms.ResetPasswordForm):
    """Where to send the link to choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_email(self.fields["email"])


class ResetPasswordKeyForm(PageFormMixin, allauth_forms.ResetPasswordKeyForm):
    """The new password, from the link in the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self, _("New password"))


class ReauthenticateForm(PageFormMixin, allauth_forms.ReauthenticateForm):
    """The password again, before a sensitive action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], _("Password"), _("Enter your password."))


class DeleteAccountForm(PartingsMixin, ReauthenticateForm):
    """What becomes of one’s projects, and the password."""


class ProfileForm(forms.ModelForm):
    """A person's details, and their preferences for pages and mail."""

    # Longer than an iD, because people paste its address.
    orcid = LineField(
        label=_("ORCID iD"),
        help_text=_("For example 0000-0002-1825-0097."),
        max_length=60,
        required=False,
    )

    class Meta:
        model = User
        formfield_callback = entered_field
        fields = [
            "name",
            "orcid",
            "institution_claimed",
            "language",
            "time_zone",
            "mail_rhythm",
            "appearance",
            "letter_keys",
            "french_typography",
        ]
        labels = {"name": _("Your name"), "language": _("Preferred language")}
        help_texts = {
            "institution_claimed": _(
                "For your team’s information. It gives no right to any plan."
            ),
            "language": _("For the site and for the messages that it sends you."),
            "time_zone": _(
                "For the times on the pages. Plans are dated in the site’s."
            ),
            "mail_rhythm": _("Invitations are always sent at once."),
            "letter_keys": _(
                "Letters that press a button on the pages of review. Turn them off if "
                "you dictate, or if a key is easily pressed by mistake."
            ),
            "french_typography": _(
                "Non-breaking spaces, guillemets and apostrophes where French has "
                "them. Ctrl+Z takes one back. Files have them in any case."
            ),
        }
        error_messages = {"name": {"required": _("Enter your name.")}}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "institution_claimed": forms.TextInput(
                attrs={"autocomplete": "organization"}
            ),
            "language": forms.RadioSelect,
            "time_zone": forms.Select,
            "mail_rhythm": forms.RadioSelect,
            "appearance": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.choices = time_zone_choices()
        self.helper = PageFormHelper(self)

    def clean_orcid(self) -> str:
        orcid = self.cleaned_data["orcid"]
        if orcid:
            validate_orcid(orcid)
        return normalize_orcid(orcid)
