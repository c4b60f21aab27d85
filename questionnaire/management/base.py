"""The base class of this site's management commands."""

from django.core.management.base import BaseCommand, CommandError

from questionnaire.errors import Refusal


class StudioCommand(BaseCommand):
    """A command that explains in words why something is refused.

    Anybody who can run commands can read the whole database, so commands check no
    permission of their own, except where they act for an account.
    """

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
