"""manage.py send_reminders: write to those whose days are near, or over."""

from django.utils import timezone
from django.utils.translation import ngettext

from questionnaire.actions.projects.reminders import send_date_reminders
from questionnaire.actions.team.assignment_reminders import send_assignment_reminders
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = (
        "Write to the teams whose review date, or whose project's end, is near, and to "
        "members whose answers are wanted soon or are overdue."
    )

    def handle(self, *args, **options):
        """Send today's reminders; running it again sends nothing twice."""
        today = timezone.localdate()
        sent = send_date_reminders(today) + send_assignment_reminders(today)
        text = ngettext("%(count)s reminder sent.", "%(count)s reminders sent.", sent)
        self.stdout.write(text % {"count": sent})
