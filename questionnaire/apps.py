"""The application's configuration, and what it sets up on start."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"
    verbose_name = _("Data management plans")

    def ready(self) -> None:
        from allauth.account.signals import email_changed

        from questionnaire import append_only, system_checks  # noqa: F401
        from questionnaire.accounts import search_by_new_address

        email_changed.connect(search_by_new_address)

        pre_migrate.connect(_lift_statement_timeout, sender=self)
        post_migrate.connect(_restore_statement_timeout, sender=self)
        post_migrate.connect(append_only.install_after_migrate, sender=self)


def _lift_statement_timeout(using: str, **kwargs: Any) -> None:
    """Lift the statement timeout: building an index on a large table takes minutes."""
    _execute("SET statement_timeout = 0", using)


def _restore_statement_timeout(using: str, **kwargs: Any) -> None:
    _execute("RESET statement_timeout", using)


def _execute(statement: str, using: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(statement)
