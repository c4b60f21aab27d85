"""Which plans a librarian chose on the desk."""

import uuid

from django.db.models import OuterRef, Subquery

from questionnaire.models import Edition, Project
from questionnaire.vocabulary import ProjectStatus

# As many plans as one choice may hold.
MOST_PLANS = 5000


def selected_editions(institution, query):
    """(newest editions of the finished plans chosen, how many others were chosen).

    `query` (a QueryDict) holds `project`, as often as needed, or `all` with the
    desk's filters. The plans come in the order of their titles, without their text.
    """
    projects = Project.objects.filter(institution=institution)
    if "all" not in query:
        projects = projects.filter(pk__in=_ids(query.getlist("project")))
    newest = (
        Edition.objects.filter(project=OuterRef("pk"))
        .order_by("-number")
        .values("pk")[:1]
    )
    finished = projects.filter(status=ProjectStatus.FINISHED)
    editions = list(
        Edition.objects.filter(
            pk__in=finished.annotate(newest=Subquery(newest)).values("newest")
        )
        .select_related("project")
        .defer("plan")
        .order_by("project__title_key", "project_id")[:MOST_PLANS]
    )
    return editions, projects.count() - len(editions)


def _ids(texts):
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found[:MOST_PLANS]
