"""Finished plans and exports of them, for tests."""

import uuid

from questionnaire.actions.library.bulk_exports import ExportOrder, start_bulk_export
from questionnaire.actions.library.bulk_items import close_if_done
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import Edition
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import ItemFailure, ItemState


def finished_editions(count, *, by, template, institution, title="Lichens"):
    """That many new projects, each with its first edition; returns the editions."""
    editions = []
    for number in range(1, count + 1):
        project = create_project(
            by=by,
            template=template,
            title=f"{title} {number}",
            language="fr",
            institution=institution,
            department="Biologie",
            funder="CRSH",
        )
        editions.append(finish_plan(project_id=project.pk, by=by, accept_gaps=True).pk)
    return list(
        Edition.objects.filter(pk__in=editions).select_related("project").order_by("pk")
    )


def start(editions, *, by, institution, **changes):
    """An export of these editions: PDF in French, unless said otherwise."""
    wanted = {
        "formats": ["pdf"],
        "languages": ["fr"],
        "options": ExportOptions(),
        "with_packages": False,
        "save_id": uuid.uuid4(),
    }
    return start_bulk_export(
        institution_id=institution.pk,
        by=by,
        order=ExportOrder(editions=editions, **wanted | changes),
    )


def complete(export, *, failed=()):
    """Bring an export to its end as if workers had made its files.

    Those of the plans whose projects are in `failed` could not be made.
    """
    export.items.update(state=ItemState.DONE)
    export.items.filter(edition__project__in=failed).update(
        state=ItemState.FAILED, failure=ItemFailure.ERROR
    )
    close_if_done(export.pk)
