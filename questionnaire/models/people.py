"""User accounts."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.bilingual import active_language
from questionnaire.former_members import name_in
from questionnaire.lib.orcid import validate_orcid
from questionnaire.lib.text import validate_line
from questionnaire.lib.time_zones import validate_time_zone
from questionnaire.vocabulary import (
    Appearance,
    Language,
    MailRhythm,
)


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an account; without a password, it cannot be signed in to."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """The same for an administrator. Raises ValidationError, as forms do.

        Whoever may run commands is trusted with the address: it counts as confirmed,
        since the first administrator comes before the mail server.
        """
        for line in (email, fields.get("name", "")):
            validate_line(line)
        user = self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )
        # allauth's models need this one to be there first.
        from allauth.account.models import EmailAddress

        EmailAddress.objects.using(self._db).create(
            user=user, email=user.email.lower(), verified=True, primary=True
        )
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid]
    )
    # Preferred language of pages and of mail.
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.EN
    )
    # As claimed by the person; this grants no permission (see InstitutionRole).
    institution_claimed = models.CharField(_("institution"), max_length=200, blank=True)
    appearance = models.CharField(
        _("appearance"),
        max_length=6,
        choices=Appearance.choices,
        default=Appearance.SYSTEM,
    )
    mail_rhythm = models.CharField(
        _("mail about projects"),
        max_length=5,
        choices=MailRhythm.choices,
        default=MailRhythm.NOW,
    )
    # By its name in the IANA database; empty for the one of the browser.
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    # Single-letter shortcuts can be turned off, as they get in the way of people who
    # use speech input or press keys by mistake (WCAG 2.1.4).
    letter_keys = models.BooleanField(_("single-letter shortcuts"), default=True)
    # Whether non-breaking spaces, guillemets and apostrophes are put into French text
    # while it is typed; exports have them in any case.
    french_typography = models.BooleanField(
        _("French typography while you type"), default=True
    )
    # How many things waited for this person when they were last counted, and for which
    # state of their projects that holds (see queries/projects/waiting.py).
    waiting_count = models.PositiveIntegerField(default=0, editable=False)
    waiting_state = models.CharField(max_length=300, default="", editable=False)
    is_staff = models.BooleanField(_("site administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)
    # The account that this one was merged into, and which has replaced it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    # When all personal data was erased at the person's request; their versions stay,
    # under “Former member”.
    erased_at = models.DateTimeField(null=True, blank=True)

    # Set by accounts.EmailBackend, on the user of a request.
    has_desk: bool
    has_news_of_exports: bool
    unread_notices: int
    open_invitations: int
    # The state of what can wait for this person (see waiting_state).
    current_state: str

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="emails_are_unique_whatever_their_case",
                violation_error_message=_("This address has an account already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """The name; for an erased account, “Former member” in the active language."""
        return name_in(self.name, active_language())

    @property
    def initials(self) -> str:
        """Up to two letters, for lists with little space."""
        name = self.get_full_name()
        words = [word for word in name.replace("-", " ").split() if word]
        picked = words[:1] + words[-1:] if len(words) > 1 else words
        return "".join(word[0] for word in picked).upper() or "?"
