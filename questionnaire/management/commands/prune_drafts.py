"""manage.py prune_drafts: delete unsent text that was kept for 30 days."""

from django.utils.translation import ngettext

from questionnaire.actions.drafts.expiry import forget_expired_text
from questionnaire.management.base import StudioCommand


class Command(StudioCommand):
    help = "Delete recovered drafts, and text of forms not sent, after their 30 days."

    def handle(self, *args, **options):
        count = forget_expired_text()
        self.stdout.write(
            ngettext("%(count)s text deleted.", "%(count)s texts deleted.", count)
            % {"count": count}
        )
