"""manage.py migrate: Django’s, after installing the triggers that a check requires."""

from django.core.management.commands import migrate

from questionnaire import append_only


class Command(migrate.Command):
    def execute(self, *args, **options):
        """Install the triggers, or the system check for them would stop the migration.

        A database of an earlier version lacks those on tables that were guarded later,
        and a restored one has none at all.
        """
        append_only.install(options["database"])
        return super().execute(*args, **options)
