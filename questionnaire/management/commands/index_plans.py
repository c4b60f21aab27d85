"""manage.py index_plans: rebuild the search index of plans."""

from django.utils.translation import ngettext

from questionnaire.actions.search_index import index_plan
from questionnaire.management.base import StudioCommand
from questionnaire.models import Project


class Command(StudioCommand):
    help = "Index all plans for the search of librarians, as after an upgrade."

    def handle(self, *args, **options):
        """Index the plans one by one; it can be stopped and run again."""
        count = 0
        for project_id in Project.objects.order_by("pk").values_list("pk", flat=True):
            index_plan(project_id)
            count += 1
        self.stdout.write(
            ngettext("%(count)s plan indexed.", "%(count)s plans indexed.", count)
            % {"count": count}
        )
