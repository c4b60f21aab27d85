"""The application's start."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"
    verbose_name = _("Data management plans")

    def ready(self):
        from questionnaire import append_only, system_checks  # noqa: F401

        post_migrate.connect(append_only.install_after_migrate, sender=self)
