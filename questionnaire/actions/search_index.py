"""Keeping what plans are searched by in step with them: its only writer."""

import uuid
from functools import partial

from django.db import transaction
from django.db.models import F
from django_tasks import task

from questionnaire import search
from questionnaire.models import Membership, PlanText, Project
from questionnaire.plan.searched_text import read_searched_text
from questionnaire.vocabulary import ProjectStatus, Verb

# What changes the line of a project, or which of its texts may be searched.
_ALWAYS = {
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
    """Write what this plan is searched by; forget it when the project is gone."""
    try:
        text, as_of = read_searched_text(project_id)
    except Project.DoesNotExist:
        search.forget(project_id)
    else:
        search.keep(project_id, text, as_of)


@task()
def refresh_plan(project_id: str) -> None:
    """Index the plan again, unless that was done since its last change.

    Events that follow each other are indexed once for all of them.
    """
    number = uuid.UUID(project_id)
    up_to_date = PlanText.objects.filter(pk=number, as_of__gte=F("project__updated_at"))
    if not up_to_date.exists():
        index_plan(number)


@task()
def refresh_plans_of(user_id: int) -> None:
    """Index again all plans of a person, whose name has changed."""
    for project_id in Membership.objects.filter(user=user_id).values_list(
        "project", flat=True
    ):
        index_plan(project_id)


def refresh_after(project: Project, verb: Verb) -> None:
    """Have the plan indexed again after an event that changes what it is found by.

    Called within the transaction of the event; the worker does it later.
    """
    if verb in _ALWAYS or project.status == ProjectStatus.IN_REVIEW:
        transaction.on_commit(
            partial(refresh_plan.enqueue, str(project.pk)), robust=True
        )
