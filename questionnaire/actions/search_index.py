"""Keeping the search index in step with the plans: the only code that writes it."""

import uuid
from functools import partial

from django.db import transaction
from django.db.models import F
from django_tasks import task

from questionnaire import search
from questionnaire.models import Membership, PlanText, Project
from questionnaire.plan.searched_text import read_searched_text
from questionnaire.vocabulary import ProjectStatus, Verb

# Events that change a project's metadata, or which of its texts may be searched.
_INDEXED_VERBS = {
    Verb.PROJECT_CREATED,
    Verb.PROJECT_EDITED,
    Verb.PROJECT_SUBMITTED,
    Verb.PROJECT_RETURNED,
    Verb.PROJECT_FINISHED,
    Verb.PROJECT_REOPENED,
    Verb.INSTITUTION_CHANGED,
    Verb.MEMBER_JOINED,
    Verb.MEMBER_LEFT,
    Verb.MEMBER_REMOVED,
    Verb.MEMBER_MERGED,
    Verb.TEMPLATE_MOVED,
}


def index_plan(project_id: uuid.UUID) -> None:
    """Index this plan; remove it from the index if the project is gone."""
    try:
        text, as_of = read_searched_text(project_id)
    except Project.DoesNotExist:
        search.remove(project_id)
    else:
        search.index(project_id, text, as_of)


@task()
def refresh_plan(project_id: str) -> None:
    """Index the plan again, unless that was done since its last change.

    Of several events in a row, one indexing is enough.
    """
    pk = uuid.UUID(project_id)
    up_to_date = PlanText.objects.filter(pk=pk, as_of__gte=F("project__updated_at"))
    if not up_to_date.exists():
        index_plan(pk)


@task()
def refresh_plans_of(user_id: int) -> None:
    """Index all plans of a person again, after a change of name."""
    for project_id in Membership.objects.filter(user=user_id).values_list(
        "project", flat=True
    ):
        index_plan(project_id)


def refresh_after(project: Project, verb: Verb) -> None:
    """Queue the plan for indexing after an event that affects what it is found by.

    Called within the transaction of the event; the worker indexes later.
    """
    if verb in _INDEXED_VERBS or project.status == ProjectStatus.IN_REVIEW:
        transaction.on_commit(
            partial(refresh_plan.enqueue, str(project.pk)), robust=True
        )
