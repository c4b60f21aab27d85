"""The desk of an institution’s librarians: its plans, a page at a time.

Pages are read by keys and never by offset: page 400 costs what page 1 does, and
nothing is shown twice when plans move while somebody turns the pages.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import (
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    prefetch_related_objects,
)
from django.utils.timezone import is_aware

from questionnaire.models import Edition, Membership, Project
from questionnaire.permissions import (
    Permission,
    ProjectAccess,
    ProjectRole,
    statuses_allowing,
)
from questionnaire.queries.library.desk_filters import (
    Show,
    Sort,
    last_export_at,
    narrowed,
)
from questionnaire.vocabulary import Role

PAGE_SIZE = 25
# Beyond this, how many there are exactly costs more than it tells.
COUNTED_TO = 1_000

# order → (the field, whether the greatest comes first)
_KEYS = {
    Sort.FINISHED: ("finished_at", True),
    Sort.TITLE: ("title_key", False),
    Sort.CHANGED: ("updated_at", True),
}


@dataclass(frozen=True)
class Row:
    """One plan as a line of the desk."""

    project: Project
    investigators: tuple[str, ...]
    edition: int | None  # number of the newest
    may_read: bool
    may_export: bool


@dataclass(frozen=True)
class DeskPage:
    """Some of the plans, how many there are, and where the list goes on."""

    rows: tuple[Row, ...]
    # One more than COUNTED_TO for any greater number.
    count: int
    since: datetime | None
    # Cursors for read_page; "" where there is nothing more.
    previous: str = ""
    following: str = ""

    @property
    def is_beyond_counting(self):
        return self.count > COUNTED_TO


@dataclass(frozen=True)
class Cursor:
    """A place in a list: right before or after the plan with this key and id."""

    key: datetime | str | None
    id: UUID
    is_before: bool


def read_page(access, user, filters, after="", before=""):
    """The DeskPage at a cursor; the first page for one that says nothing.

    Three queries, and one more where the list may hold plans without an edition
    or begins from the last export.
    """
    since = last_export_at(access, user) if filters.show is Show.NEW else None
    chosen = narrowed(_projects(access), filters, since)
    cursor = read_cursor(filters, after, before)
    lines = chosen.defer("summary").annotate(edition_number=_newest_edition("number"))
    found = _read_slice(lines, filters, cursor)
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if cursor and cursor.is_before:
        found.reverse()
    _read_people(found, user)
    has_previous = more if cursor and cursor.is_before else cursor is not None
    has_following = more if not (cursor and cursor.is_before) else True
    return DeskPage(
        rows=tuple(_row(project, access, user) for project in found),
        count=chosen.order_by()[: COUNTED_TO + 1].count(),
        since=since,
        previous=_cursor_text(filters.sort, found[0]) if found and has_previous else "",
        following=_cursor_text(filters.sort, found[-1])
        if found and has_following
        else "",
    )


def selected_editions(access, user, *, filters=None, ids=None):
    """Ids of the newest editions of the plans chosen, by title: one query or two.

    Chosen by DeskFilters or by the ids of projects. What is not of the institution,
    or not finished, is left out (institution.bulk_export_includes).
    """
    projects = _projects(access).filter(
        status__in=statuses_allowing(Permission.BULK_EXPORT_INCLUDES, access.role)
    )
    if filters is None:
        projects = projects.filter(pk__in=ids)
    else:
        since = last_export_at(access, user) if filters.show is Show.NEW else None
        projects = narrowed(projects, filters, since)
    return list(
        projects.annotate(newest=_newest_edition("pk"))
        .exclude(newest=None)
        .order_by("title_key", "id")
        .values_list("newest", flat=True)
    )


def read_cursor(filters, after, before):
    """The Cursor that an address says, or None: what says nothing is the beginning."""
    text = after or before
    try:
        number, key = UUID(text[:32]), _read_key(filters, text[32:])
    except ValueError:
        return None
    return Cursor(key, number, is_before=not after)


def _read_key(filters, text):
    """The key in a cursor. Raises ValueError for what no plan of the list can have."""
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


def _cursor_text(sort, project):
    key = getattr(project, _KEYS[sort][0])
    if isinstance(key, datetime):
        key = key.isoformat()
    return f"{project.pk.hex}{key or ''}"


def _projects(access):
    return Project.objects.filter(institution=access.institution)


def _read_people(projects, user):
    """Put on each project who leads it, and oneself. One query."""
    people = (
        Membership.objects.filter(Q(role=Role.PI) | Q(user=user))
        .select_related("user")
        .order_by("joined_at", "id")
    )
    prefetch_related_objects(
        projects, Prefetch("memberships", people, to_attr="people_of_desk")
    )


def _newest_edition(column):
    editions = Edition.objects.filter(project=OuterRef("pk")).order_by("-number")
    return Subquery(editions.values(column)[:1])


def _read_slice(projects, filters, cursor):
    """Up to one more than a page, in the direction of the cursor."""
    field, is_descending = _KEYS[filters.sort]
    backwards = cursor is not None and cursor.is_before
    parts = [projects]
    if filters.sort is Sort.FINISHED:
        # Each is read along the index; together, one database would put plans
        # without an edition first and the other last.
        parts = [projects.filter(finished_at__isnull=False)]
        if not filters.only_finished:
            parts.append(projects.filter(finished_at__isnull=True))
    if backwards:
        parts.reverse()
    if cursor is not None:
        if cursor.key is None:
            # It stands among those without an edition, the last of the list.
            parts = parts if backwards else parts[1:]
            parts[0] = parts[0].filter(_id_beyond(cursor))
        else:
            parts = parts[-1:] if backwards else parts
            parts[0] = _beyond(parts[0], field, is_descending, cursor)
    order = [f"-{field}" if is_descending != backwards else field]
    order.append("-id" if backwards else "id")
    found = []
    for part in parts:
        found += part.order_by(*order)[: PAGE_SIZE + 1]
    return found[: PAGE_SIZE + 1]


def _beyond(projects, field, is_descending, cursor):
    """Those that come after the cursor, or before it, in the list."""
    side = "lt" if is_descending != cursor.is_before else "gt"
    return projects.filter(
        # Said first by itself, so that the index is read from there.
        Q(**{f"{field}__{side}e": cursor.key}),
        Q(**{f"{field}__{side}": cursor.key}) | _id_beyond(cursor),
    )


def _id_beyond(cursor):
    return Q(id__lt=cursor.id) if cursor.is_before else Q(id__gt=cursor.id)


def _row(project, access, user):
    members = project.people_of_desk
    mine = next((each for each in members if each.user_id == user.pk), None)
    role = ProjectRole(mine.role) if mine else access.role
    own = ProjectAccess(project, role, is_alone=False, membership=mine)
    as_librarian = ProjectAccess(project, access.role, is_alone=False)
    return Row(
        project=project,
        investigators=tuple(each.user.name for each in members if each.role == Role.PI),
        edition=project.edition_number,
        may_read=own.may(Permission.PROJECT_READ),
        may_export=as_librarian.may(Permission.BULK_EXPORT_INCLUDES),
    )
