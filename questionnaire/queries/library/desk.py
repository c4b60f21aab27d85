"""The desk of an institution’s librarians: its plans, one page at a time.

Pagination is by key (keyset) and never by offset: page 400 costs as much as page 1,
and no plan is skipped or repeated when others move while somebody turns the pages.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, cast
from uuid import UUID

from django.db.models import (
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.utils.timezone import is_aware

from questionnaire.models import (
    Edition,
    Holding,
    Institution,
    Membership,
    Project,
    User,
)
from questionnaire.permissions import (
    InstitutionAccess,
    Permission,
    ProjectAccess,
    ProjectRole,
    statuses_allowing,
)
from questionnaire.queries.library.desk_filters import (
    DeskFilters,
    Sort,
    apply_filters,
)
from questionnaire.queries.library.holdings import read_holdings
from questionnaire.vocabulary import Role

PAGE_SIZE = 25
# Beyond this, an exact count costs more than it is worth.
COUNTED_TO = 1_000
# How many pages are linked to on either side of the one that is shown.
_NEAR = 2
# How many plans of a table are read at a time.
_BATCH = 500

# order → (field, whether descending)
_KEYS = {
    Sort.FINISHED: ("finished_at", True),
    Sort.TITLE: ("title_key", False),
    Sort.CHANGED: ("updated_at", True),
}

# What the list is sorted by; None for a plan without an edition.
SortKey: TypeAlias = datetime | str | None

if TYPE_CHECKING:

    class _ListedProject(Project):
        """A project as read_page reads it."""

        edition_number: int | None
        desk_people: list[Membership]

        class Meta:
            proxy = True


@dataclass(frozen=True)
class DeskRow:
    """One plan as a line of the desk."""

    project: Project
    investigators: tuple[str, ...]
    orcids: tuple[str, ...]  # of the investigators; "" where there is none
    edition: int | None  # the number of the newest one
    may_read: bool
    may_export: bool
    # What the institution holds of that edition, and of an earlier one if nothing.
    exported: Holding | None = None
    deposited: Holding | None = None
    formerly_held: Holding | None = None

    @property
    def held(self) -> Holding | None:
        """The deposit, or else the export."""
        return self.deposited or self.exported


@dataclass(frozen=True)
class DeskPage:
    """A page of plans, its place among all, and the cursors of the pages around it."""

    rows: tuple[DeskRow, ...]
    # COUNTED_TO + 1 for any greater number.
    count: int
    # How many plans come before it; None beyond COUNTED_TO.
    before: int | None
    # Cursors for read_page; "" where there is no such page.
    previous: str = ""
    following: str = ""

    @property
    def is_beyond_counting(self) -> bool:
        return self.count > COUNTED_TO

    @property
    def first(self) -> int | None:
        """The number of its first plan in the list; None when it is not known."""
        return self.before + 1 if self.rows and self.before is not None else None

    @property
    def last(self) -> int | None:
        return self.first and self.first - 1 + len(self.rows)

    @property
    def number(self) -> int | None:
        """The number of the page that begins with its first plan, or holds it."""
        return self.first and (self.first - 1) // PAGE_SIZE + 1

    @property
    def pages(self) -> int:
        """How many pages can be jumped to."""
        return -(-min(self.count, COUNTED_TO) // PAGE_SIZE)


@dataclass(frozen=True)
class Cursor:
    """A position in the list: right before or after the plan with this key and id."""

    key: SortKey
    id: UUID
    is_before: bool


def read_page(
    access: InstitutionAccess,
    user: User,
    filters: DeskFilters,
    after: str = "",
    before: str = "",
    number: int = 1,
) -> DeskPage:
    """The DeskPage after or before a cursor, or the one with a number.

    It is the first page without a valid cursor, and the last one after the end. Four
    queries, one more when the list may contain plans without an edition, and for a
    number up to two more: a jump reads over the plans before it, at most COUNTED_TO.
    """
    chosen = apply_filters(_projects(access), filters)
    cursor = read_cursor(filters, after, before)
    lines = chosen.defer("summary").annotate(edition_number=_newest_edition("number"))
    start = 0 if cursor else _start_of(chosen, number)
    found = _read_slice(lines, filters, cursor, start)
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if cursor and cursor.is_before:
        found.reverse()
    _read_people(found, user)
    count, plans_before = _count(access, chosen, filters, found[0] if found else None)
    has_following = more if not (cursor and cursor.is_before) else True
    has_previous = (
        more if cursor and cursor.is_before else cursor is not None or start > 0
    )
    return DeskPage(
        rows=_rows(found, access, user),
        count=count,
        before=plans_before if plans_before <= COUNTED_TO else None,
        previous=_cursor_text(filters.sort, found[0]) if found and has_previous else "",
        following=_cursor_text(filters.sort, found[-1])
        if found and has_following
        else "",
    )


def read_rows(
    access: InstitutionAccess, user: User, filters: DeskFilters
) -> Iterator[DeskRow]:
    """All plans that the filters select, by title: a query, and up to six a batch."""
    chosen = apply_filters(_projects(access), filters).order_by("title_key", "id")
    ids = list(chosen.values_list("pk", flat=True))
    lines = (
        _projects(access)
        .defer("summary")
        .select_related("template")
        .annotate(edition_number=_newest_edition("number"))
    )
    for start in range(0, len(ids), _BATCH):
        found = lines.in_bulk(ids[start : start + _BATCH])
        batch = [
            cast("_ListedProject", found[pk])
            for pk in ids[start : start + _BATCH]
            if pk in found
        ]
        _read_people(batch, user)
        prefetch_related_objects(batch, "partners__institution")
        yield from _rows(batch, access, user)


def near_pages(page: DeskPage) -> list[int | None]:
    """The numbers of the pages to link to; None where some are left out.

    The first and the last, and those around the one that is shown.
    """
    if page.number is None or page.pages < 2:
        return []
    around = range(page.number - _NEAR, page.number + _NEAR + 1)
    wanted = sorted({1, page.pages, *around} & set(range(1, page.pages + 1)))
    found: list[int | None] = []
    for number in wanted:
        last = found[-1] if found else 0
        if last is not None and number > last + 1:
            found.append(None)
        found.append(number)
    return found


def selected_editions(
    access: InstitutionAccess,
    user: User,
    *,
    filters: DeskFilters | None = None,
    ids: Collection[UUID] | None = None,
) -> list[int]:
    """Ids of the newest editions of the selected plans, by title. One or two queries.

    Selected by DeskFilters or by project ids. Plans of other institutions and plans
    that are not finished are left out (institution.bulk_export_includes).
    """
    projects = _projects(access).filter(
        status__in=statuses_allowing(Permission.BULK_EXPORT_INCLUDES, access.role)
    )
    if filters is None:
        projects = projects.filter(pk__in=cast("Collection[UUID]", ids))
    else:
        projects = apply_filters(projects, filters)
    return list(
        projects.annotate(newest=_newest_edition("pk"))
        .exclude(newest=None)
        .order_by("title_key", "id")
        .values_list("newest", flat=True)
    )


def read_cursor(filters: DeskFilters, after: str, before: str) -> Cursor | None:
    """The Cursor in an address, or None (the first page) if there is no valid one."""
    text = after or before
    try:
        project_id, key = UUID(text[:32]), _read_key(filters, text[32:])
    except ValueError:
        return None
    return Cursor(key, project_id, is_before=not after)


def _read_key(filters: DeskFilters, text: str) -> SortKey:
    """The key in a cursor. Raises ValueError if no plan of the list can have it."""
    if filters.sort is Sort.TITLE:
        if "\0" in text:
            raise ValueError(text)
        return text
    if not text and filters.sort is Sort.FINISHED and not filters.only_finished:
        return None
    moment = datetime.fromisoformat(text)
    if not is_aware(moment) or not 2000 <= moment.year < 2200:
        raise ValueError(text)
    return moment


def _cursor_text(sort: Sort, project: Project) -> str:
    key = getattr(project, _KEYS[sort][0])
    if isinstance(key, datetime):
        key = key.isoformat()
    return f"{project.pk.hex}{key or ''}"


def _projects(access: InstitutionAccess) -> QuerySet[Project]:
    return Project.objects.live().filter(institution=access.institution)


def _read_people(projects: Sequence[Project], user: User) -> None:
    """Set `desk_people` on each project: its investigators and `user`. One query."""
    people = (
        Membership.objects.filter(Q(role=Role.PI) | Q(user=user))
        .select_related("user")
        .order_by("joined_at", "id")
    )
    prefetch_related_objects(
        projects, Prefetch("memberships", people, to_attr="desk_people")
    )


def _newest_edition(column: str) -> Subquery:
    editions = Edition.objects.filter(project=OuterRef("pk")).order_by("-number")
    return Subquery(editions.values(column)[:1])


def _start_of(chosen: QuerySet[Project], number: int) -> int:
    """How many plans come before the page with this number, or the last one."""
    wanted = min(max(number, 1), COUNTED_TO // PAGE_SIZE)
    if wanted == 1:
        return 0
    there = chosen.order_by()[: wanted * PAGE_SIZE].count()
    return max(0, there - 1) // PAGE_SIZE * PAGE_SIZE


def _count(
    access: InstitutionAccess,
    chosen: QuerySet[Project],
    filters: DeskFilters,
    first: Project | None,
) -> tuple[int, int]:
    """(how many plans there are, how many before `first`), both up to COUNTED_TO + 1.

    One query.
    """
    before = chosen.none() if first is None else _before(chosen, filters, first)
    row = Institution.objects.filter(pk=access.institution.pk).values_list(
        _CountUpTo(chosen.order_by().values("pk")[: COUNTED_TO + 1]),
        Value(0)
        if first is None
        else _CountUpTo(before.order_by().values("pk")[: COUNTED_TO + 1]),
    )
    count, plans_before = row.get()
    return count, plans_before


def _before(
    projects: QuerySet[Project], filters: DeskFilters, first: Project
) -> QuerySet[Project]:
    """The plans that come before this one in the list."""
    field, is_descending = _KEYS[filters.sort]
    cursor = Cursor(getattr(first, field), first.pk, is_before=True)
    if cursor.key is None:
        return projects.filter(
            Q(finished_at__isnull=False)
            | Q(finished_at__isnull=True) & _id_past(cursor)
        )
    return _past(projects, field, is_descending, cursor)


class _CountUpTo(Subquery):
    """How many rows a query with a limit gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _read_slice(
    projects: QuerySet[Project],
    filters: DeskFilters,
    cursor: Cursor | None,
    start: int = 0,
) -> "list[_ListedProject]":
    """Up to one plan more than a page, in the direction of the cursor.

    Without one, from the plan that has `start` others before it.
    """
    field, is_descending = _KEYS[filters.sort]
    backwards = cursor is not None and cursor.is_before
    parts = [projects]
    if filters.sort is Sort.FINISHED:
        # Each part is read along the index. In one query, one database would put
        # plans without an edition first and the other last.
        parts = [projects.filter(finished_at__isnull=False)]
        if not filters.only_finished:
            parts.append(projects.filter(finished_at__isnull=True))
    if backwards:
        parts.reverse()
    if cursor is not None:
        if cursor.key is None:
            # It is among those without an edition, at the end of the list.
            parts = parts if backwards else parts[1:]
            parts[0] = parts[0].filter(_id_past(cursor))
        else:
            parts = parts[-1:] if backwards else parts
            parts[0] = _past(parts[0], field, is_descending, cursor)
    order = [f"-{field}" if is_descending != backwards else field]
    order.append("-id" if backwards else "id")
    found: list[_ListedProject] = []
    for part in parts:
        ordered = part.order_by(*order)[start : start + PAGE_SIZE + 1]
        read = list(cast("Iterable[_ListedProject]", ordered))
        if start and part is not parts[-1] and len(read) <= PAGE_SIZE:
            start = max(0, start - (start + len(read) if read else part.count()))
        found += read
    return found[: PAGE_SIZE + 1]


def _past(
    projects: QuerySet[Project], field: str, is_descending: bool, cursor: Cursor
) -> QuerySet[Project]:
    """The plans after the cursor in the list, or before it."""
    side = "lt" if is_descending != cursor.is_before else "gt"
    return projects.filter(
        # Redundant, so that the database starts there in the index.
        Q(**{f"{field}__{side}e": cursor.key}),
        Q(**{f"{field}__{side}": cursor.key}) | _id_past(cursor),
    )


def _id_past(cursor: Cursor) -> Q:
    return Q(id__lt=cursor.id) if cursor.is_before else Q(id__gt=cursor.id)


def _rows(
    projects: "Sequence[_ListedProject]", access: InstitutionAccess, user: User
) -> tuple[DeskRow, ...]:
    held = read_holdings(access, [project.pk for project in projects])
    return tuple(
        _row(project, access, user, held.get(project.pk, [])) for project in projects
    )


def _row(
    project: "_ListedProject",
    access: InstitutionAccess,
    user: User,
    holdings: Sequence[Holding],
) -> DeskRow:
    members = project.desk_people
    leaders = [each for each in members if each.role == Role.PI]
    mine = next((each for each in members if each.user_id == user.pk), None)
    role = ProjectRole(mine.role) if mine else access.role
    own = ProjectAccess(project, role, is_alone=False, membership=mine)
    as_librarian = ProjectAccess(project, access.role, is_alone=False)
    return DeskRow(
        project=project,
        investigators=tuple(each.user.name for each in leaders),
        orcids=tuple(each.user.orcid for each in leaders),
        edition=project.edition_number,
        may_read=own.may(Permission.PROJECT_READ),
        may_export=as_librarian.may(Permission.BULK_EXPORT_INCLUDES),
        **_held(holdings, project.edition_number),
    )


def _held(holdings: Sequence[Holding], newest: int | None) -> dict[str, Holding | None]:
    """`exported`, `deposited` and `formerly_held` of a DeskRow."""
    of_newest = [each for each in holdings if each.edition.number == newest]
    return {
        "exported": next((each for each in of_newest if not each.is_deposit), None),
        "deposited": next((each for each in of_newest if each.is_deposit), None),
        "formerly_held": None if of_newest else next(iter(holdings), None),
    }
