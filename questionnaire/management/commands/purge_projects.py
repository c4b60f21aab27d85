"""manage.py purge_projects: erase projects that were deleted 30 days ago."""

from django.utils.translation import ngettext

from questionnaire.actions.projects.purging import purge_deleted_projects
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = "Erase for good the projects that were deleted more than 30 days ago."

    def handle(self, *args, **options):
        """Do what the worker has not done yet; running it again erases nothing more."""
        count = purge_deleted_projects()
        self.stdout.write(
            ngettext("%(count)s project erased.", "%(count)s projects erased.", count)
            % {"count": count}
        )
