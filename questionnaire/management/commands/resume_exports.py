"""manage.py resume_exports: enqueue workers for stalled exports."""

from django.utils.translation import ngettext

from questionnaire.exports.bulk.work import resume_exports
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = "Take up exports of many plans whose workers were killed."

    def handle(self, *args, **options):
        count = resume_exports()
        text = ngettext(
            "%(count)s export is taken up again.",
            "%(count)s exports are taken up again.",
            count,
        )
        self.stdout.write(text % {"count": count})
