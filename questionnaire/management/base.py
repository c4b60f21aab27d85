"""What the commands of this site have in common."""

from django.core.management.base import BaseCommand, CommandError

from questionnaire.errors import Refusal


class StudioCommand(BaseCommand):
    """A command that says in words why something is refused.

    Whoever may run commands may read the whole database: commands ask for no
    right of their own, except where they act for an account.
    """

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
