"""Bring the French catalogue up to date with the texts in the source."""

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from questionnaire.management.messages import PLURAL_FORMS, find_messages, merge

# The texts in the source are English: French is the only catalogue.
CATALOGUE = settings.BASE_DIR / "locale/fr/LC_MESSAGES/django.po"


class Command(BaseCommand):
    help = (
        "Write the texts found in the source into the French catalogue, keep their "
        "translations, drop texts no longer used, and list those without French."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail if the catalogue is out of date or incomplete",
        )

    def handle(self, *, check, **options):
        catalogue, before = _read()
        merge(catalogue, find_messages(settings.BASE_DIR))
        after = f"{catalogue}\n"
        missing = [entry.msgid for entry in catalogue if not entry.translated()]
        if check:
            self._refuse(after != before, missing)
            return
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(after, encoding="utf-8")
        for msgid in missing:
            self.stdout.write(f"No French yet: {msgid}")
        self.stdout.write(f"{len(catalogue)} texts, {len(missing)} without French.")

    def _refuse(self, is_stale, missing):
        if missing:
            raise CommandError("No French for:\n" + "\n".join(missing))
        if is_stale:
            raise CommandError(
                "The French catalogue is out of date: run update_translations."
            )


def _read():
    """The current catalogue, parsed and as text."""
    if CATALOGUE.exists():
        before = CATALOGUE.read_text(encoding="utf-8")
        return polib.pofile(before, wrapwidth=78), before
    catalogue = polib.POFile(wrapwidth=78)
    catalogue.header = "French of DMP Studio, kept by `manage.py update_translations`."
    catalogue.metadata = {
        "Project-Id-Version": "DMP Studio",
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS,
    }
    return catalogue, ""
