"""manage.py prune_exports: delete the files of plans that have changed since."""

from django.utils.translation import ngettext

from questionnaire.exports.store.files import prune_live_files
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = "Delete exported files of unfinished plans; files of editions are kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than", type=int, default=30, metavar="DAYS", dest="days"
        )

    def handle(self, *args, days, **options):
        count = prune_live_files(days)
        self.stdout.write(
            ngettext("%(count)s file deleted.", "%(count)s files deleted.", count)
            % {"count": count}
        )
