"""Erasing deleted projects for good, once nobody can restore them any more.

The only code that may erase rows of append-only tables (see append_only.py), and only
those of one deleted project at a time. What stays, because it is not the project’s
alone: editions that an institution holds, with their files, and the versions and
suggested wordings that texts of other projects were made from, which carry the credit
of their authors.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from questionnaire import search
from questionnaire.actions.common import write_site_event
from questionnaire.append_only import purging
from questionnaire.models import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Assignment,
    BulkExportItem,
    Comment,
    Decision,
    Draft,
    EarlierText,
    Edition,
    EditionFile,
    Event,
    FeedbackRequest,
    FormDraft,
    Invitation,
    Membership,
    MoveCheck,
    Notice,
    Partner,
    Project,
    RecoveredDraft,
    Reminder,
    TodoMark,
    Translation,
    VersionName,
)
from questionnaire.vocabulary import SiteVerb, Verb

# The rows of a project that nothing keeps, in an order in which they can be erased:
# (model, lookup of the project).
ERASED: tuple[tuple[type[Model], str], ...] = (
    (Notice, "project"),
    (FormDraft, "project"),
    (Reminder, "project"),
    (Assignment, "project"),
    (Invitation, "project"),
    (FeedbackRequest, "project"),
    (MoveCheck, "project"),
    (TodoMark, "answer__project"),
    (RecoveredDraft, "answer__project"),
    (Draft, "answer__project"),
    (EarlierText, "answer__project"),
    (Partner, "project"),
    (Decision, "project"),
    (VersionName, "version__answer__project"),
    (Translation, "version__answer__project"),
    (Event, "project"),
    (Membership, "project"),
)
# Those of which some may stay: `_Kept` says which.
ERASED_IN_PART: tuple[type[Model], ...] = (
    Comment.mentions.through,
    Comment,
    AnswerVersionSource,
    AnswerVersion,
    Answer,
    BulkExportItem,
    EditionFile,
    Edition,
)
# The description of a project of which only editions or credit stay.
_FORGOTTEN = {
    "acronym": "",
    "summary": "",
    "department": "",
    "funder": "",
    "grant_number": "",
    "starts_on": None,
    "ends_on": None,
    "review_on": None,
}


@dataclass(frozen=True)
class _Kept:
    """The ids of what stays of a project."""

    editions: Collection[int]
    versions: Collection[int]
    suggestions: Collection[int]

    def __bool__(self) -> bool:
        return bool(self.editions or self.versions or self.suggestions)


def purge_deleted_projects(now: datetime.datetime | None = None) -> int:
    """Erase every project that can be restored no longer; returns how many."""
    due = Project.objects.to_be_erased(now or timezone.now()).order_by("pk")
    ids = list(due.values_list("pk", flat=True))
    return sum(_purge(project_id, now or timezone.now()) for project_id in ids)


def purge_when_due(project_id: uuid.UUID, due: datetime.datetime) -> None:
    """Have the worker erase a deleted project, once it is due.

    A queue that keeps no task for later leaves it to `manage.py purge_projects`.
    """
    if purge_deleted.get_backend().supports_defer:
        purge_deleted.using(run_after=due).enqueue(str(project_id))


@task()
def purge_deleted(project_id: str) -> None:
    """Erase a project, unless it was restored meanwhile or was deleted again since."""
    _purge(uuid.UUID(project_id), timezone.now())


def _purge(project_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Erase one project if it is due; whether it was."""
    with purging():
        due = Project.objects.to_be_erased(now).filter(pk=project_id)
        project = due.select_for_update(of=("self",)).order_by().first()
        if project is None:
            return False
        deletion = _deletion_of(project)
        kept = _Kept(_held_editions(project), *_credited(project))
        _erase_rows(project, kept)
        write_site_event(
            by=None,
            verb=SiteVerb.PROJECT_PURGED,
            target=f"project:{project.pk}",
            title=project.title,
            kept_editions=len(kept.editions),
            kept_versions=len(kept.versions),
            **deletion,
        )
        if kept:
            project.erased_at = now
            for name, value in _FORGOTTEN.items():
                setattr(project, name, value)
            project.save(update_fields=["erased_at", *_FORGOTTEN])
        else:
            project.delete()
    return True


def _erase_rows(project: Project, kept: _Kept) -> None:
    """Erase what is not kept, children first.

    Row by row in SQL, as the ORM would refuse decisions that undo each other.
    """
    search.remove(project.pk)
    for model, lookup in ERASED:
        _erase(model._default_manager.filter(**{lookup: project}))
    comments = Comment.objects.filter(project=project)
    _erase(Comment.mentions.through._default_manager.filter(comment__in=comments))
    comments.update(parent=None, repeats=None, accepted_as=None)
    comments.update(body="", quote="")
    versions = AnswerVersion.objects.filter(answer__project=project)
    gone = versions.exclude(pk__in=kept.versions)
    _erase(AnswerVersionSource.objects.filter(version__in=gone.values("pk")))
    _erase(comments.exclude(pk__in=kept.suggestions))
    _erase(gone)
    _erase(Answer.objects.filter(project=project, versions=None))
    items = BulkExportItem.objects.filter(edition__project=project)
    _erase(items.exclude(edition__in=kept.editions))
    files = EditionFile.objects.filter(project=project)
    # Files of the living plan have no edition, and go, too.
    _erase(files.exclude(edition__in=kept.editions))
    editions = Edition.objects.filter(project=project)
    _erase(editions.exclude(pk__in=kept.editions))


def _erase(rows: QuerySet[Any]) -> None:
    rows.order_by()._raw_delete(rows.db)


def _held_editions(project: Project) -> list[int]:
    """The editions that an institution has exported, or noted as deposited."""
    held = Edition.objects.filter(project=project, holdings__isnull=False)
    return list(held.order_by().values_list("pk", flat=True).distinct())


def _credited(project: Project) -> tuple[set[int], set[int]]:
    """(versions, comments with a suggested wording) that other projects credit.

    Those that their texts were made from, and what is behind these: what they were
    made from themselves, and the versions that a suggestion was about.
    """
    links = AnswerVersionSource.objects.filter(
        Q(source__answer__project=project) | Q(suggestion__project=project)
    )
    begun = EarlierText.objects.filter(source__answer__project=project)
    elsewhere = links.exclude(version__answer__project=project)
    versions: set[int] = set()
    suggestions: set[int] = set()
    waiting = {
        *_ids(elsewhere, "source"),
        *_ids(begun.exclude(answer__project=project), "source"),
    }
    named = _ids(elsewhere, "suggestion")
    while waiting or named - suggestions:
        versions |= waiting
        suggestions |= named
        behind = links.filter(version__in=waiting)
        about = Comment.objects.filter(pk__in=named)
        waiting = (_ids(behind, "source") | _ids(about, "version")) - versions
        named = _ids(behind, "suggestion") - suggestions
    return versions, suggestions


def _ids(rows: QuerySet[Any], field: str) -> set[int]:
    return set(rows.order_by().values_list(field, flat=True)) - {None}


def _deletion_of(project: Project) -> dict[str, object]:
    """Who deleted the project, when and why, for the trail of the site."""
    event = project.events.filter(verb=Verb.PROJECT_DELETED).order_by("-pk").first()
    if event is None:
        return {}
    return {
        "deleted_by": event.actor_id,
        "deleted_at": event.at.isoformat(),
        "reason": event.data.get("reason", ""),
    }
