"""manage.py send_reminders: write to teams whose review or end date is near."""

from django.utils import timezone
from django.utils.translation import ngettext

from questionnaire.actions.projects.reminders import send_date_reminders
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = "Write to the teams whose review date, or whose project's end, is near."

    def handle(self, *args, **options):
        """Send today's reminders; running it again sends nothing twice."""
        sent = send_date_reminders(timezone.localdate())
        text = ngettext("%(count)s reminder sent.", "%(count)s reminders sent.", sent)
        self.stdout.write(text % {"count": sent})
