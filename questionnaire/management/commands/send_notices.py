"""manage.py send_notices: send the pending mail, or the daily digests."""

from django.core.management import CommandError
from django.utils.translation import ngettext

from questionnaire import mail
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = "Send mail that a broken mail server left waiting, or the daily digests."

    def add_arguments(self, parser):
        parser.add_argument(
            "--digest",
            action="store_true",
            help="send their news to those who want it once a day",
        )

    def handle(self, *args, **options):
        """Try everything once. Raises CommandError if some mail is still pending."""
        failed = mail.retry_unsent()
        if options["digest"]:
            failed += mail.send_digests()
        if failed:
            text = ngettext(
                "%(count)s mail could not be sent and waits.",
                "%(count)s mails could not be sent and wait.",
                failed,
            )
            raise CommandError(text % {"count": failed})
