"""Exports of many plans, for pages and mail."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias, cast

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Length
from django.utils import timezone

from questionnaire.models import (
    BulkExport,
    BulkExportItem,
    Edition,
    Institution,
    Project,
    User,
)
from questionnaire.permissions import InstitutionAccess
from questionnaire.vocabulary import FileFormat, ItemFailure, ItemState, Language

# The time left is estimated from this many of the newest files,
_SAMPLE_SIZE = 20
# and not from fewer than these.
_MIN_SAMPLE_SIZE = 5
# After such a time without a finished file, nobody knows.
_STANDSTILL = timedelta(minutes=10)
# How many failures, or exports, a page lists.
LONGEST_LIST = 200

_COUNTS = {
    "plans": Count("edition", distinct=True),
    "unfinished": Count("edition", distinct=True, filter=~Q(state=ItemState.DONE)),
    "pending": Count("edition", distinct=True, filter=Q(state=ItemState.PENDING)),
    "files": Count("pk"),
    "files_done": Count("pk", filter=Q(state=ItemState.DONE)),
    "files_failed": Count("pk", filter=Q(state=ItemState.FAILED)),
}

# (formats, languages, with packages, options as plan.document.ExportOptions)
ExportSettings: TypeAlias = tuple[Sequence[str], Sequence[str], bool, dict[str, bool]]
# (edition id, its number, project id, its title and language, the file’s format and
# language, why it failed, the reference of the error)
FailedItem: TypeAlias = tuple[int, int, uuid.UUID, str, str, str, str, str, str]


@dataclass(frozen=True)
class Progress:
    """The progress of an export.

    A plan is done when all its files are there, and failed when some could not be made
    and none is left to be made.
    """

    plans: int
    done: int
    failed: int
    files: int
    files_done: int
    files_failed: int
    # None when it can’t be estimated, or nothing is left.
    seconds_left: int | None = None

    @property
    def left(self) -> int:
        return self.plans - self.done - self.failed

    @property
    def processed(self) -> int:
        """Plans that need no more work, successful or not."""
        return self.done + self.failed

    @property
    def quarter(self) -> int:
        """0 to 4: what is worth announcing to a screen reader."""
        return self.percent // 25

    @property
    def minutes_left(self) -> int | None:
        """Rounded up; None when it can’t be estimated."""
        return None if self.seconds_left is None else -(-self.seconds_left // 60)

    @property
    def percent(self) -> int:
        """The percentage of files that are processed, successfully or not."""
        return 100 * (self.files_done + self.files_failed) // max(self.files, 1)


@dataclass(frozen=True)
class PlanFailure:
    """A plan with files that could not be made."""

    title: str
    language: str  # of the title
    edition: int
    project_id: str
    reasons: tuple[str, ...]
    files: tuple[str, ...]
    references: tuple[str, ...]


def read_progress(export: BulkExport) -> Progress:
    """The Progress of an export: one query, and another while it runs."""
    counts = export.items.aggregate(**_COUNTS)
    left = counts["files"] - counts["files_done"] - counts["files_failed"]
    return _progress(counts, _seconds_left(export, left) if export.is_running else None)


def read_failures(export: BulkExport) -> list[PlanFailure]:
    """[PlanFailure] of an export, in the order of its plans. One query."""
    items = (
        export.items.filter(
            state=ItemState.FAILED, edition__project__in=Project.objects.live()
        )
        .order_by("position")
        .values_list(
            "edition_id",
            "edition__number",
            "edition__project_id",
            "edition__project__title",
            "edition__project__language",
            "format",
            "language",
            "failure",
            "reference",
        )
    )
    by_plan: dict[int, list[FailedItem]] = {}
    for item in items:
        by_plan.setdefault(item[0], []).append(item)
    return [_plan_failure(failed) for failed in list(by_plan.values())[:LONGEST_LIST]]


def read_exports(
    user: User, institution: Institution
) -> list[tuple[BulkExport, Progress]]:
    """A person's own exports with their Progress, newest first. Two queries."""
    exports = list(
        BulkExport.objects.filter(owner=user, institution=institution).order_by(
            "-number"
        )[:LONGEST_LIST]
    )
    rows = (
        BulkExportItem.objects.filter(export__in=exports)
        .values("export")
        .order_by()
        .annotate(**_COUNTS)
    )
    counts: dict[uuid.UUID, dict[str, int]] = {
        row.pop("export"): row for row in cast("Iterable[dict[str, Any]]", rows)
    }
    return [(export, _progress(counts[export.pk])) for export in exports]


def find_own_export(
    user: User, institution: Institution, export_id: uuid.UUID
) -> BulkExport | None:
    """A person's own export, or None; nobody sees those of others."""
    return (
        BulkExport.objects.filter(pk=export_id, owner=user, institution=institution)
        .select_related("institution")
        .first()
    )


def find_started_export(
    user: User, institution: Institution, save_id: uuid.UUID
) -> BulkExport | None:
    """A person's own export that was started with this `save_id`, or None."""
    return BulkExport.objects.filter(
        save_id=save_id, owner=user, institution=institution
    ).first()


def read_editions_of(ids: Sequence[int]) -> list[Edition]:
    """The editions with these ids, in this order, with projects and without text."""
    found = Edition.objects.select_related("project").defer("plan").in_bulk(ids)
    return [found[each] for each in ids]


def projects_of(export: BulkExport) -> set[uuid.UUID]:
    """The ids of the projects whose plans an export contains."""
    return set(export.items.values_list("edition__project", flat=True))


def count_plans(institution: Institution, ids: Collection[uuid.UUID]) -> int:
    """How many of these projects belong to the institution, finished or not."""
    projects = Project.objects.live().filter(institution=institution, pk__in=ids)
    return projects.count()


def last_used_options(user: User, access: InstitutionAccess) -> ExportSettings:
    """The settings of this person’s last export for this institution.

    PDF and Word in both languages if there is none.
    """
    last = (
        BulkExport.objects.filter(owner=user, institution=access.institution)
        .order_by("-number")
        .first()
    )
    if last is not None:
        return settings_of(last)
    return [FileFormat.PDF, FileFormat.DOCX], Language.values, False, {}


def settings_of(export: BulkExport) -> ExportSettings:
    """The settings of an export, to start another one with."""
    return export.formats, export.languages, export.with_packages, export.options


def describe(export: BulkExport) -> str:
    """“PDF, Word (DOCX) · Français, English”, in the active language."""
    groups = (
        [str(FileFormat(each).label) for each in export.formats],
        [Language(each).label for each in export.languages],
        [str(FileFormat.PACKAGE.label)] if export.with_packages else [],
    )
    return " · ".join(", ".join(group) for group in groups if group)


def size_of(export: BulkExport) -> int:
    """The total size of the files of an export, in bytes."""
    return (
        export.items.filter(state=ItemState.DONE).aggregate(
            size=Sum(Length("file__content"))
        )["size"]
        or 0
    )


def failure_text(failure: str) -> str:
    """Why a file could not be made, in the active language."""
    return str(ItemFailure(failure).label)


def item_text(file_format: str, language: str) -> str:
    """A file’s format and language, as “PDF, Français”."""
    words = [str(FileFormat(file_format).label)]
    if language:
        words.append(Language(language).label)
    return ", ".join(words)


def _progress(counts: dict[str, int], seconds_left: int | None = None) -> Progress:
    unfinished, pending = counts.pop("unfinished"), counts.pop("pending")
    return Progress(
        **counts,
        done=counts["plans"] - unfinished,
        failed=unfinished - pending,
        seconds_left=seconds_left,
    )


def _plan_failure(failed: Sequence[FailedItem]) -> PlanFailure:
    """The failed files of one plan as one PlanFailure."""
    _edition, number, project_id, title, language, *_file = failed[0]
    return PlanFailure(
        title=title,
        language=language,
        edition=number,
        project_id=str(project_id),
        reasons=_each_once(failure_text(failure) for *_f, failure, _r in failed),
        files=tuple(
            item_text(file_format, file_language)
            for *_plan, file_format, file_language, _f, _r in failed
        ),
        references=_each_once(reference for *_f, reference in failed if reference),
    )


def _seconds_left(export: BulkExport, left: int) -> int | None:
    """Estimated from the newest files; None when they are too few.

    The file under way counts: while none is finished, the pace slows down, until it
    says nothing any more.
    """
    last = (
        export.items.exclude(state=ItemState.PENDING)
        .order_by("-finished_at")
        .values("finished_at")[:_SAMPLE_SIZE]
    )
    span = export.items.filter(finished_at__in=last).aggregate(
        since=Min("finished_at"), until=Max("finished_at"), count=Count("pk")
    )
    if not left or span["count"] < _MIN_SAMPLE_SIZE:
        return None
    now = timezone.now()
    if now - span["until"] > _STANDSTILL:
        return None
    finished: timedelta = (span["until"] - span["since"]) / (span["count"] - 1)
    with_next: timedelta = (now - span["since"]) / span["count"]
    return round(max(finished, with_next).total_seconds() * left)


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
