"""Exports of many plans, as pages and mail tell of them."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Length

from questionnaire.models import BulkExport, BulkExportItem, Edition, Project
from questionnaire.vocabulary import FileFormat, ItemFailure, ItemState, Language

# The pace is measured over so many of the files made last.
_MEASURED = 20
# From fewer no pace is told.
_TOO_FEW = 5
# Failures that a page lists.
LONGEST_LIST = 200

_COUNTS = {
    "plans": Count("edition", distinct=True),
    "unsettled": Count("edition", distinct=True, filter=~Q(state=ItemState.DONE)),
    "failed": Count("edition", distinct=True, filter=Q(state=ItemState.FAILED)),
    "files": Count("pk"),
    "files_done": Count("pk", filter=Q(state=ItemState.DONE)),
    "files_failed": Count("pk", filter=Q(state=ItemState.FAILED)),
}


@dataclass(frozen=True)
class Progress:
    """How far an export is. A plan is done when all its files are there."""

    plans: int
    done: int
    failed: int
    files: int
    files_done: int
    files_failed: int
    # None when nothing is known of the pace, or nothing is left.
    seconds_left: int | None = None

    @property
    def left(self):
        return self.plans - self.done - self.failed

    @property
    def settled(self):
        """Plans that need no more work, whatever came of them."""
        return self.done + self.failed

    @property
    def quarter(self):
        """0 to 4: what is worth telling somebody who listens."""
        return self.percent // 25

    @property
    def minutes_left(self):
        """Rounded up; None when nothing is known of the pace."""
        return None if self.seconds_left is None else -(-self.seconds_left // 60)

    @property
    def percent(self):
        """Of the files that are settled, one way or the other."""
        return 100 * (self.files_done + self.files_failed) // max(self.files, 1)


@dataclass(frozen=True)
class PlanFailure:
    """A plan some of whose files could not be made."""

    title: str
    language: str  # of the title
    edition: int
    project_id: str
    reasons: tuple[str, ...]
    what: tuple[str, ...]
    references: tuple[str, ...]


def read_progress(export):
    """The Progress of an export: one query, and one of its pace while it runs."""
    counts = export.items.aggregate(**_COUNTS)
    unsettled = counts.pop("unsettled")
    left = counts["files"] - counts["files_done"] - counts["files_failed"]
    return Progress(
        **counts,
        done=counts["plans"] - unsettled,
        seconds_left=_seconds_left(export, left) if export.is_running else None,
    )


def read_failures(export):
    """[PlanFailure] of an export, in the order of its plans. One query."""
    items = (
        export.items.filter(state=ItemState.FAILED)
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
    by_plan = {}
    for edition_id, number, project_id, title, language, *item in items:
        facts = (title, language, number, str(project_id))
        by_plan.setdefault(edition_id, (facts, []))[1].append(item)
    return [
        PlanFailure(
            *facts,
            reasons=_each_once(failure_text(failure) for _f, _l, failure, _r in failed),
            what=tuple(item_text(each, language) for each, language, _x, _r in failed),
            references=_each_once(reference for *_x, reference in failed if reference),
        )
        for facts, failed in list(by_plan.values())[:LONGEST_LIST]
    ]


def read_exports(user, institution):
    """[(BulkExport, Progress)] of a person's own, the newest first. Two queries."""
    exports = list(
        BulkExport.objects.filter(owner=user, institution=institution).order_by(
            "-number"
        )[:LONGEST_LIST]
    )
    counted = {
        row["export"]: row
        for row in BulkExportItem.objects.filter(export__in=exports)
        .values("export")
        .order_by()
        .annotate(**_COUNTS)
    }
    found = []
    for export in exports:
        row = counted[export.pk]
        done = row["plans"] - row.pop("unsettled")
        del row["export"]
        found.append((export, Progress(**row, done=done)))
    return found


def find_own_export(user, institution, export_id):
    """A person's own export, or None; of nobody else's is anything told."""
    return (
        BulkExport.objects.filter(pk=export_id, owner=user, institution=institution)
        .select_related("institution")
        .first()
    )


def find_started_export(user, institution, save_id):
    """A person's own export that was started with this id, or None."""
    return BulkExport.objects.filter(
        save_id=save_id, owner=user, institution=institution
    ).first()


def read_editions_of(ids):
    """These editions in this order, with their projects and without their text."""
    found = Edition.objects.select_related("project").defer("plan").in_bulk(ids)
    return [found[each] for each in ids]


def projects_of(export):
    """The ids of the projects whose plans an export holds."""
    return set(export.items.values_list("edition__project", flat=True))


def count_plans(institution, ids):
    """How many of these projects are the institution’s, finished or not."""
    return Project.objects.filter(institution=institution, pk__in=ids).count()


def last_used_options(user, access):
    """What this person exported last at this desk, as `settings_of` says it.

    For the first time PDF and Word in both languages.
    """
    last = (
        BulkExport.objects.filter(owner=user, institution=access.institution)
        .order_by("-number")
        .first()
    )
    if last is not None:
        return settings_of(last)
    return [FileFormat.PDF, FileFormat.DOCX], Language.values, False, {}


def settings_of(export):
    """(formats, languages, with packages, options) of an export."""
    return export.formats, export.languages, export.with_packages, export.options


def describe(export):
    """“PDF, Word (DOCX) · Français, English”, in the active language."""
    groups = (
        [str(FileFormat(each).label) for each in export.formats],
        [Language(each).label for each in export.languages],
        [str(FileFormat.PACKAGE.label)] if export.with_packages else [],
    )
    return " · ".join(", ".join(group) for group in groups if group)


def size_of(export):
    """How many bytes the files of an export have together."""
    return (
        export.items.filter(state=ItemState.DONE).aggregate(
            size=Sum(Length("file__content"))
        )["size"]
        or 0
    )


def failure_text(failure):
    """Why there is no file, in the active language."""
    return str(ItemFailure(failure).label)


def item_text(file_format, language):
    """What file it is: “PDF, Français”."""
    words = [str(FileFormat(file_format).label)]
    if language:
        words.append(Language(language).label)
    return ", ".join(words)


def _seconds_left(export, left):
    """From the pace of the last files; None when too few are known."""
    last = (
        export.items.exclude(state=ItemState.PENDING)
        .order_by("-finished_at")
        .values("finished_at")[:_MEASURED]
    )
    span = export.items.filter(finished_at__in=last).aggregate(
        since=Min("finished_at"), until=Max("finished_at"), count=Count("pk")
    )
    if not left or span["count"] < _TOO_FEW:
        return None
    each = (span["until"] - span["since"]).total_seconds() / (span["count"] - 1)
    return round(each * left)


def _each_once(texts):
    return tuple(dict.fromkeys(texts))
