"""manage.py migrate: Django’s, which first puts back the guards that it checks for."""

from django.core.management.commands import migrate

from questionnaire import append_only


class Command(migrate.Command):
    def execute(self, *args, **options):
        """Guard what is there, or the check for guards would stop the migration.

        A database of an earlier version has none on tables that are guarded since,
        and one that was restored has none at all.
        """
        append_only.install(options["database"])
        return super().execute(*args, **options)
