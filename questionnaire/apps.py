"""The application's start."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"
    verbose_name = _("Data management plans")

    def ready(self) -> None:
        from questionnaire import append_only, system_checks  # noqa: F401

        pre_migrate.connect(_give_time, sender=self)
        post_migrate.connect(_take_time_back, sender=self)
        post_migrate.connect(append_only.install_after_migrate, sender=self)


def _give_time(using: str, **kwargs: Any) -> None:
    """No page waits long for a query; an index of a large table takes its minutes."""
    _execute("SET statement_timeout = 0", using)


def _take_time_back(using: str, **kwargs: Any) -> None:
    _execute("RESET statement_timeout", using)


def _execute(statement: str, using: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(statement)
