"""How accounts on this site differ from allauth's defaults."""

import math
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from questionnaire import carrying
from questionnaire.actions.projects.projects import create_project
from questionnaire.actions.search_index import refresh_plans_of
from questionnaire.forms.invited import is_invited
from questionnaire.forms.started import (
    forget_started,
    is_started_by,
    remember_who_started,
    started_title,
)
from questionnaire.lib.addresses import absolute_url
from questionnaire.mail import queue_account_mail
from questionnaire.models import (
    BulkExport,
    Draft,
    InstitutionRole,
    Invitation,
    Membership,
    Notice,
    PlanTemplate,
    User,
)
from questionnaire.plan.templates import read_template
from questionnaire.signing_in import (
    WAIT_SECONDS,
    asked_to_wait,
    client_address,
    count_try,
    forget_tries,
)
from questionnaire.vocabulary import BulkExportState

# In an address: the answer takes the focus (scripts: answering/saving.js).
TYPE_HERE = "#answer"

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def _address_of_started(request: HttpRequest, user: User) -> str:
    """Where to go on with the project that this browser named before signing in.

    To its first question, if the account was created for it and there is but one
    template to follow: then the project is made. Otherwise to the page that makes it.
    """
    templates = list(PlanTemplate.objects.newest()[:2])
    if len(templates) != 1 or not is_started_by(request, user.email):
        return reverse("project_new")
    project = create_project(
        by=user,
        template=templates[0],
        title=started_title(request),
        language=translation.get_language(),
    )
    forget_started(request)
    first = read_template(project.template_id).questions[0]
    return f"{reverse('question', args=[project.pk, first.slug])}{TYPE_HERE}"


def search_by_new_address(user: User, **kwargs: Any) -> None:
    """Let librarians find a person's plans by the address that was just changed to."""
    refresh_plans_of.enqueue(user.pk)


class EmailBackend(AuthenticationBackend):
    """Sign in by e-mail, with what the navigation of every page needs to know.

    That is, whether the user has a desk, whether a bulk export is ready there that
    has not been seen yet, and how many notices are unread.
    """

    def get_user(self, user_id: int) -> User | None:
        """The active account, with `has_desk`, `has_news_of_exports` and counts.

        A single query.
        """
        user = _accounts().filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.has_desk = user.has_role or user.is_staff
        ready_until = user.exports_ready_until
        user.has_news_of_exports = (
            ready_until is not None and ready_until > timezone.now()
        )
        user.unread_notices = user.unread["count"]
        user.open_invitations = user.invited["count"]
        user.current_state = " ".join(
            f"{counted['count']} {counted['newest']}"
            for counted in (getattr(user, name) for name in _STATE)
        )
        return user


class _ForNavigation(TypedDict):
    has_role: bool
    exports_ready_until: datetime | None
    unread: "_Counted"
    places: "_Counted"
    drafts: "_Counted"
    invited: "_Counted"


class _Counted(TypedDict):
    count: int
    newest: int | str | None


class StandingBackend(EmailBackend):
    """What sessions of earlier releases name: they go on, and nobody else enters."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave it to EmailBackend, so that a password is tried once."""


@cache
def _accounts() -> "QuerySet[WithAnnotations[User, _ForNavigation]]":
    """Accounts annotated with what every page needs; built once, as that is slow."""
    roles = InstitutionRole.objects.filter(user=OuterRef("pk"))
    ready = BulkExport.objects.filter(
        owner=OuterRef("pk"), state=BulkExportState.DONE, seen_at=None
    ).order_by("-expires_at")
    unread = Notice.objects.unread().readable().filter(recipient=OuterRef("pk"))
    places = Membership.objects.filter(user=OuterRef("pk"))
    drafts = Draft.objects.filter(answer__author=OuterRef("pk"))
    invitations = Invitation.objects.open().of_account(OuterRef(OuterRef("pk")))
    return User.objects.annotate(
        has_role=Exists(roles),
        exports_ready_until=Subquery(ready.values("expires_at")[:1]),
        unread=_count(unread, newest="pk"),
        places=_count(places, newest="project__updated_at"),
        drafts=_count(drafts, newest="saved_at"),
        invited=_count(invitations, newest="sent_at"),
    )


# Together they change with everything that can wait for a person.
_STATE = ("unread", "places", "drafts", "invited")


def _count(rows: QuerySet[Any], *, newest: str) -> Subquery:
    """How many rows there are, and the newest value of a field: one subquery."""
    found = JSONObject(count=Count("pk"), newest=Max(newest))
    grouped = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(grouped.annotate(found=found).values("found"))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is the address of your account already."),
        "email_password_mismatch": _("The address or the password is not right."),
        "email_taken": _("This address has an account already."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "same_as_current": _("Choose another password than the current one."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    def save_user(
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:
        user.name = form.cleaned_data["name"]
        user.language = translation.get_language()
        remember_who_started(request, form.cleaned_data["email"])
        return super().save_user(request, user, form, commit)

    def post_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse:
        """Go on to where the visitor was going: perhaps to a project just named."""
        response = super().post_login(request, user, **login)
        asked = login.get("redirect_url") or reverse("projects")
        is_on_the_way = asked != reverse("projects")
        is_sending = carrying.COOKIE in request.COOKIES
        if is_on_the_way or is_sending or not started_title(request):
            return response
        return redirect(_address_of_started(request, user))

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Whether the address is verified, if only by the link of an invitation."""
        return is_invited(request, email) or super().is_email_verified(request, email)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Do nothing: there are no user names, as people sign in by e-mail."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, in the account's language on this browser's first visit.

        Or what this browser was sending when the session had ended.
        """
        if carrying.COOKIE in request.COOKIES:
            return reverse("carried_forms")
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return reverse("projects")
        user = cast(User, request.user)
        with translation.override(user.language):
            return reverse("projects")

    def is_safe_url(self, url: str | None) -> bool:
        """Whether an address to go on to is one of this site; no, if it is none."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def can_delete_email(self, email_address: Any) -> bool:
        """Any address except the account's primary one, confirmed or not."""
        return email_address.email.lower() != email_address.user.email.lower()

    def confirm_email(self, request: HttpRequest, email_address: Any) -> Any:
        """Confirm an address, unless somebody has created an account with it since.

        allauth checks confirmed addresses only, but two accounts with the same address
        would violate the constraint on `User.email`.
        """
        taken = get_user_model().objects.filter(email__iexact=email_address.email)
        if taken.exclude(pk=email_address.user_id).exists():
            self.add_message(
                request,
                messages.ERROR,
                "account/messages/email_confirmation_failed.txt",
                {"email": email_address.email},
            )
            return False
        return super().confirm_email(request, email_address)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Notify the owner of an account of a change to it, in the owner's language."""
        context = {**(context or {}), "user": user}
        super().send_notification_mail(template_prefix, user, context, email)

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: Any
    ) -> str:
        """Where an address is confirmed: on this site, whatever host was asked."""
        return absolute_url("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where another password is chosen, likewise."""
        return absolute_url("account_reset_password_from_key", *key.split("-", 1))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the browser, read past the proxies that are trusted."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Raises ValidationError when it is one too many."""
        self._login_failed_rl_usage = count_try(request, credentials.get("email", ""))
        if self._login_failed_rl_usage is None:
            minutes = math.ceil((asked_to_wait(request) or WAIT_SECONDS) / 60)
            raise ValidationError(
                ngettext(
                    "Too many tries. Wait %(count)s minute, or choose a new password: "
                    "the link in our message lets you in.",
                    "Too many tries. Wait %(count)s minutes, or choose a new password: "
                    "the link in our message lets you in.",
                    minutes,
                )
                % {"count": minutes},
                code="too_many_tries",
            )

    def _delete_login_attempts_cached_email(
        self, request: HttpRequest, **credentials: Any
    ) -> None:
        """Called by allauth once a password was chosen by the link in a mail."""
        forget_tries(request, credentials.get("email", ""))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address that somebody asked for an account for it."""
        owner = User.objects.get(email__iexact=email)
        with translation.override(owner.language):
            context = {
                "user": owner,
                "password_reset_url": absolute_url("account_reset_password"),
            }
        self.send_mail("account/email/account_already_exists", email, context)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Queue it, in the recipient's language, not in that of the current request."""
        user = context.get("user")
        language = user.language if user else translation.get_language()
        with translation.override(language):
            message = self.render_mail(
                template_prefix,
                email,
                {
                    **context,
                    "email": email,
                    "site": urlsplit(settings.SITE_URL).netloc,
                    "signup_url": absolute_url("account_signup"),
                },
            )
            queue_account_mail(email, message.subject, message.body)
