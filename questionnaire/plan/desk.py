"""Which plans a librarian chose on the desk."""

from django.db.models import OuterRef, Subquery

from questionnaire.models import Edition, Project
from questionnaire.vocabulary import ProjectStatus


def selected_editions(desk, user, *, filters=None, ids=None):
    """Ids of the newest editions of the plans chosen, by title: one query.

    Chosen by filters or by the ids of projects. What is not of the institution, or
    not finished, is left out (institution.bulk_export_includes).
    """
    projects = Project.objects.filter(
        institution=desk.institution, status=ProjectStatus.FINISHED
    )
    if filters is None:
        projects = projects.filter(pk__in=ids)
    editions = Edition.objects.filter(project=OuterRef("pk")).order_by("-number")
    return list(
        projects.annotate(newest=Subquery(editions.values("pk")[:1]))
        .exclude(newest=None)
        .order_by("title_key", "id")
        .values_list("newest", flat=True)
    )
