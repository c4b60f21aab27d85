"""How accounts of this site differ from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data["name"]
        user.language = translation.get_language()
        return super().save_user(request, user, form, commit)

    def populate_username(self, request, user):
        """People have no user name: they sign in by e-mail."""

    def get_login_redirect_url(self, request):
        """Home, in the account's language on this browser's first visit."""
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return reverse("projects")
        with translation.override(request.user.language):
            return reverse("projects")

    def send_mail(self, template_prefix, email, context):
        """Write in the reader's language, not in that of whoever caused the mail."""
        user = context.get("user")
        language = user.language if user else translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)
