"""manage.py compile_translations: compile the message catalogues that changed."""

from django.conf import settings
from django.core.management.base import BaseCommand

from questionnaire.management.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues that changed since last time."
    requires_system_checks = []

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for path in compile_catalogues(folder):
                self.stdout.write(f"Compiled {path.relative_to(settings.BASE_DIR)}.")
