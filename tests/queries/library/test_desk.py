"""The desk’s list: its contents, its order and its pagination."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict

from questionnaire.actions.library.bulk_exports import cancel_bulk_export
from questionnaire.actions.library.holdings import note_deposit
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.actions.search_index import index_plan
from questionnaire.forms.desk import read_filters
from questionnaire.models import (
    Edition,
    Institution,
    InstitutionRole,
    Membership,
    Project,
    User,
)
from questionnaire.permissions import InstitutionAccess, ProjectRole
from questionnaire.queries.library.desk import PAGE_SIZE, read_page, selected_editions
from questionnaire.queries.library.desk_choices import (
    count_without_each_filter,
    read_choices,
)
from questionnaire.queries.library.desk_filters import DeskFilters, Show, Sort
from tests.bulk_exports import complete, start

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
SOME_ID = "0f" * 16


@pytest.fixture
def desk(institution):
    return InstitutionAccess(institution, ProjectRole.LIBRARIAN)


@pytest.fixture
def people(people, institution):
    """With Hugo, another librarian of the institution."""
    people.hugo = User.objects.create_user("hugo@example.org", name="Hugo Côté")
    InstitutionRole.objects.create(
        user=people.hugo, institution=institution, role="librarian"
    )
    return people


@pytest.fixture
def make(template, people, institution):
    """A function that makes plans cheaply; `finished` is days after MONDAY, or None."""

    def make(title, finished=None, **fields):
        fields = {"institution": institution, "language": "fr", **fields}
        project = Project.objects.create(
            title=title,
            template=template,
            status="finished" if finished is not None else "drafting",
            finished_at=None if finished is None else MONDAY + timedelta(days=finished),
            awaits_export=finished is not None,
            **fields,
        )
        Membership.objects.create(project=project, user=people.amina, role="pi")
        if finished is not None:
            Edition.objects.create(
                project=project,
                number=1,
                plan={},
                finished_by=people.amina,
                finished_at=project.finished_at,
            )
        return project

    return make


def filters_of(query):
    return read_filters(QueryDict(query))[1]


def titles(desk, people, query):
    page = read_page(desk, people.louise, filters_of(query))
    return [row.project.title for row in page.rows]


def walk(desk, people, filters):
    """The plans on every page, forwards; and the same read backwards."""
    forwards, after = [], ""
    while True:
        page = read_page(desk, people.louise, filters, after=after)
        forwards.append([row.project for row in page.rows])
        if not page.following:
            break
        after = page.following
    backwards = [forwards[-1]]
    while page.previous:
        page = read_page(desk, people.louise, filters, before=page.previous)
        backwards.insert(0, [row.project for row in page.rows])
    return forwards, backwards


@pytest.mark.parametrize("sort", Sort)
def test_turning_the_pages_shows_every_plan_once_in_order(desk, people, make, sort):
    for number in range(2 * PAGE_SIZE + 7):
        # Several of one title, and at one moment.
        make(f"Plan {number % 9}", finished=1 + number // 4 if number % 3 else None)

    forwards, backwards = walk(desk, people, DeskFilters(sort=sort))

    assert [len(page) for page in forwards] == [PAGE_SIZE, PAGE_SIZE, 7]
    assert backwards == forwards
    assert sum(forwards, []) == sorted(Project.objects.all(), key=_sort_key(sort))


@pytest.mark.parametrize("sort", Sort)
def test_a_page_says_where_it_stands_and_every_page_can_be_jumped_to(
    desk, people, make, sort
):
    for number in range(2 * PAGE_SIZE + 7):
        make(f"Plan {number % 9}", finished=1 + number // 4 if number % 3 else None)
    filters = DeskFilters(sort=sort)
    forwards, _backwards = walk(desk, people, filters)
    total = 2 * PAGE_SIZE + 7

    for number, plans in enumerate(forwards, start=1):
        page = read_page(desk, people.louise, filters, number=number)
        assert [row.project for row in page.rows] == plans
        assert (page.first, page.last) == (
            (number - 1) * PAGE_SIZE + 1,
            min(number * PAGE_SIZE, total),
        )
        assert (page.number, page.pages, page.count) == (number, 3, total)
        assert bool(page.previous) is (number > 1)
        assert bool(page.following) is (number < 3)
    second = read_page(desk, people.louise, filters, number=2)
    back = read_page(desk, people.louise, filters, before=second.previous)
    on = read_page(desk, people.louise, filters, after=second.following)
    assert (back.first, back.last, back.number) == (1, PAGE_SIZE, 1)
    assert (on.first, on.last, on.number) == (2 * PAGE_SIZE + 1, total, 3)
    for beyond in (4, 40, 10**9, -1):
        page = read_page(desk, people.louise, filters, number=beyond)
        assert page.number == (3 if beyond > 3 else 1)


def test_beyond_what_is_counted_no_position_is_claimed(desk, people, make, monkeypatch):
    monkeypatch.setattr("questionnaire.queries.library.desk.COUNTED_TO", PAGE_SIZE)
    for number in range(3 * PAGE_SIZE):
        make(f"Plan {number:03}")
    filters = DeskFilters(sort=Sort.TITLE)
    page = read_page(desk, people.louise, filters)
    assert (page.is_beyond_counting, page.first, page.last) == (True, 1, PAGE_SIZE)

    page = read_page(desk, people.louise, filters, after=page.following)
    page = read_page(desk, people.louise, filters, after=page.following)

    assert len(page.rows) == PAGE_SIZE
    assert (page.first, page.last, page.number) == (None, None, None)
    assert page.previous


def _sort_key(sort):
    def position(project):
        if sort is Sort.TITLE:
            return project.title_key, project.pk.hex
        field = "finished_at" if sort is Sort.FINISHED else "updated_at"
        moment = getattr(project, field)
        return moment is None, -(moment or MONDAY).timestamp(), project.pk.hex

    return position


def test_a_plan_that_moves_while_pages_are_turned_hides_no_other(desk, people, make):
    for number in range(PAGE_SIZE + 5):
        make(f"Plan {number:02}")
    filters = DeskFilters(sort=Sort.TITLE)
    first = read_page(desk, people.louise, filters)
    Project.objects.filter(title="Plan 03").delete()

    second = read_page(desk, people.louise, filters, after=first.following)

    assert [row.project.title for row in second.rows] == [
        f"Plan {number}" for number in range(25, 30)
    ]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        SOME_ID + "yesterday",
        SOME_ID + "2026-01-01",
        SOME_ID + "0001-01-01T00:00:00+23:59",
        SOME_ID + "\0",
        "9" * 10_000,
    ],
)
@pytest.mark.parametrize("query", ["show=new", "show=all", "show=all&sort=changed"])
def test_an_invalid_cursor_leads_to_the_first_page(desk, people, make, cursor, query):
    make("Fini", finished=1)
    filters = filters_of(query)

    for key in ({"after": cursor}, {"before": cursor}):
        page = read_page(desk, people.louise, filters, **key)
        assert [row.project.title for row in page.rows] == ["Fini"]


def test_the_desk_opens_with_every_plan_that_nobody_of_the_institution_exported(
    desk, people, make, institution
):
    taken, left = make("Exporté", finished=1), make("Oublié", finished=2)
    make("En cours")
    assert titles(desk, people, "") == ["Oublié", "Exporté"]

    export = start(list(taken.editions.all()), by=people.hugo, institution=institution)
    assert titles(desk, people, "") == ["Oublié", "Exporté"]
    complete(export)

    assert titles(desk, people, "") == ["Oublié"]
    cancelled = start(
        list(left.editions.all()), by=people.louise, institution=institution
    )
    cancel_bulk_export(export=cancelled, by=people.louise)
    assert titles(desk, people, "") == ["Oublié"]
    assert titles(desk, people, "show=all&status=finished") == ["Oublié", "Exporté"]


def test_a_newer_edition_waits_again_and_its_row_says_what_became_of_the_former_one(
    desk, people, make, institution
):
    plan = make("Deux éditions", finished=1)
    complete(start(list(plan.editions.all()), by=people.hugo, institution=institution))
    row = read_page(desk, people.louise, filters_of("show=exported")).rows[0]
    assert (row.held.by, row.held.export.number, row.formerly_held) == (
        people.hugo,
        1,
        None,
    )

    Project.objects.filter(pk=plan.pk).update(status="drafting")
    finish_plan(project_id=plan.pk, by=people.amina, accept_gaps=True)

    row = read_page(desk, people.louise, filters_of("")).rows[0]
    assert row.edition == 2
    assert (row.held, row.formerly_held.edition.number) == (None, 1)
    assert titles(desk, people, "show=exported") == []


def test_a_deposit_noted_by_hand_counts_before_an_export(
    desk, people, make, institution
):
    plan = make("Déposé", finished=1)
    make("Laissé", finished=2)
    complete(
        start(list(plan.editions.all()), by=people.louise, institution=institution)
    )
    note_deposit(
        institution_id=institution.pk,
        project_id=plan.pk,
        number=1,
        by=people.hugo,
        place="Borealis",
        link="https://doi.org/10.5683/SP3/EX0042",
    )

    assert titles(desk, people, "") == ["Laissé"]
    assert titles(desk, people, "show=deposited") == ["Déposé"]
    row = read_page(desk, people.louise, filters_of("show=deposited")).rows[0]
    assert (row.held.place, row.held.by) == ("Borealis", people.hugo)


def test_plans_can_be_filtered_by_who_exported_them(desk, people, make, institution):
    for title, by in (("D’Hugo", people.hugo), ("De Louise", people.louise)):
        plan = make(title, finished=1)
        complete(start(list(plan.editions.all()), by=by, institution=institution))

    offered = read_choices(desk, "fr")["exported_by"]

    assert offered == [
        (str(people.hugo.pk), "Hugo Côté"),
        (str(people.louise.pk), people.louise.name),
    ]
    query = f"show=all&exported_by={people.hugo.pk}"
    assert titles(desk, people, query) == ["D’Hugo"]


def test_plans_of_other_institutions_are_never_listed(desk, people, make):
    elsewhere = Institution.objects.create(name_fr="Ailleurs", name_en="Elsewhere")
    make("D’ailleurs", finished=1, institution=elsewhere)
    make("De nulle part", finished=1, institution=None)

    assert titles(desk, people, "show=all") == []
    assert selected_editions(desk, people.louise, filters=DeskFilters()) == []


def test_filters_narrow_the_list_together(desk, people, make):
    make("Un", finished=1, department="Sciences", funder="CRSH", language="fr")
    make("Deux", finished=2, department="Sciences", funder="CRSNG", language="fr")
    make("Trois", department="Sciences", funder="CRSH", language="en")

    assert titles(desk, people, "department=Sciences&funder=CRSH") == ["Un", "Trois"]
    assert titles(desk, people, "department=Sciences&language=en") == ["Trois"]
    assert titles(desk, people, "status=drafting&status=in_review") == ["Trois"]
    assert titles(desk, people, "finished_from=2026-03-04") == ["Deux"]
    assert titles(desk, people, "finished_to=2026-03-03") == ["Un"]
    assert titles(desk, people, "finished_from=2026-03-03&finished_to=2026-03-04") == [
        "Deux",
        "Un",
    ]
    assert titles(desk, people, "template=999999") == []


def test_the_search_finds_plans_by_words_and_people(desk, people, make):
    found = make("Récits de lichens", finished=1)
    other = make("Caribous")
    for project in (found, other):
        index_plan(project.pk)

    assert titles(desk, people, "q=LICHEN+recit") == ["Récits de lichens"]
    assert titles(desk, people, "q=caribou&show=all") == ["Caribous"]
    assert len(titles(desk, people, "q=diallo&show=all")) == 2
    assert titles(desk, people, "q=lichens+caribous&show=all") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=burnt", "status"),
        ("language=de", "language"),
        ("template=one", "template"),
        ("exported_by=hugo", "exported_by"),
        ("template=99999999999999999999999", "template"),
        ("finished_from=someday", "finished_from"),
        ("finished_from=9999-12-31", "finished_from"),
        ("finished_from=2026-02-02&finished_to=2026-02-01", "finished_to"),
        ("q=%3F%21", "q"),
        ("q=%00", "q"),
        ("q=" + "a" * 10_000, "q"),
        ("sort=colour", "sort"),
        ("show=some", "show"),
    ],
)
def test_an_invalid_filter_is_ignored_and_reported_beside_its_field(
    desk, people, make, query, field
):
    make("Fini", finished=1)
    form, filters = read_filters(QueryDict(query))

    assert list(form.errors) == [field]
    page = read_page(desk, people.louise, filters)
    assert [row.project.title for row in page.rows] == ["Fini"]


def test_filters_are_the_same_after_the_way_through_an_address():
    filters = DeskFilters(
        show=Show.NEW,
        q="lichens & « nord »",
        status=("drafting", "finished"),
        department="Arts et lettres",
        funder="CRSH",
        template=3,
        language="en",
        exported_by=7,
        finished_from=date(2026, 1, 1),
        finished_to=date(2026, 2, 1),
        sort=Sort.TITLE,
    )

    assert filters_of(filters.as_query()) == filters
    assert filters_of(DeskFilters().as_query()) == DeskFilters()


def test_the_values_in_use_are_offered_in_order(desk, make, template):
    make("Un", department="Sciences", funder="CRSH")
    make("Deux", department="Éducation", funder="CRSH")
    make("Trois")

    choices = read_choices(desk, "fr")

    assert choices["department"] == [
        ("Éducation", "Éducation"),
        ("Sciences", "Sciences"),
    ]
    assert choices["funder"] == [("CRSH", "CRSH")]
    assert choices["template"] == [
        (str(template.pk), f"{template.title_fr} ({template.version})")
    ]


def test_the_count_without_each_filter_shows_which_one_hides_most(desk, people, make):
    for number in range(3):
        make(f"Plan {number}", department="Sciences")
    make("Autre", department="Droit", funder="CRSH", finished=1)

    filters = filters_of("department=Sciences&funder=CRSH&q=absent")
    assert read_page(desk, people.louise, filters).count == 0
    assert count_without_each_filter(desk, filters) == {
        "q": 0,
        "department": 0,
        "funder": 0,
    }
    filters = filters_of("department=Sciences&funder=CRSH")
    assert count_without_each_filter(desk, filters) == {"department": 1, "funder": 3}


def test_only_newest_editions_of_finished_plans_are_selected(
    desk, people, template, institution, make
):
    project = create_project(
        by=people.amina,
        template=template,
        title="Deux éditions",
        language="fr",
        institution=institution,
    )
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    Project.objects.filter(pk=project.pk).update(status="drafting")
    newest = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    other = make("Autre", finished=1)
    reopened = make("Rouvert", finished=1)
    Project.objects.filter(pk=reopened.pk).update(status="drafting")
    ids = [project.pk, other.pk, reopened.pk, uuid.uuid4()]
    expected = [other.editions.get().pk, newest.pk]

    chosen = selected_editions(desk, people.louise, filters=DeskFilters())
    assert chosen == expected
    assert selected_editions(desk, people.louise, ids=ids) == expected
    assert selected_editions(desk, people.louise, ids=[other.pk]) == expected[:1]


def test_a_row_says_what_the_librarian_may_open(desk, people, make):
    drafted = make("Ébauche")
    make("Fini", finished=1)
    mine = make("Le mien")
    Membership.objects.create(project=mine, user=people.louise, role="viewer")

    rows = read_page(desk, people.louise, DeskFilters()).rows
    may_read = {row.project.title: row.may_read for row in rows}

    assert may_read == {"Ébauche": False, "Fini": True, "Le mien": True}
    line = next(row for row in rows if row.project.pk == drafted.pk)
    assert line.investigators == ("Amina Diallo",)
    assert line.edition is None


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        # plans, people, what is held, how many
        ("", 4),
        # plans with an edition and without, people, what is held, how many
        ("show=all", 5),
        ("show=all&sort=title", 4),
        ("show=all&status=finished&q=plan", 4),
        ('show=all&sort=title&q="plan"+OR+ébauche+-absent', 4),
    ],
)
def test_a_page_takes_as_many_queries_for_many_plans(
    desk, people, make, count, query, queries, django_assert_num_queries
):
    for number in range(count):
        index_plan(make(f"Plan {number}", finished=number).pk)
        make(f"Ébauche {number}")
    filters = filters_of(query)

    with django_assert_num_queries(queries):
        read_page(desk, people.louise, filters)
