"""Deleted projects are left out everywhere, archived ones where they would mislead.

Each way to read projects says which it wants (models/project.py: live, active), or has
its reason here; and no page that gathers projects shows the title of a deleted one.
"""

import ast

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.projects.calendar import renew_feed
from questionnaire.models import Notice, Project, RecoveredDraft, User
from questionnaire.vocabulary import NoticeKind
from tests.full_project import fill
from tests.hostile_input.site import patterns

PACKAGE = settings.BASE_DIR / "questionnaire"

BY_ID = "reads or changes one project that was opened before, or all rows of one table"
ALL = "is about every row that there is"

# {module: why it reads projects that may be deleted}
READS_ANY = {
    "actions/common.py": BY_ID,
    "actions/library/holdings.py": BY_ID,
    "actions/opening.py": "locks the row, before the right is asked for",
    "actions/people/erasing.py": "leaves no trace of a person, in deleted ones neither",
    "actions/people/merging.py": "moves what a person has, in deleted ones too",
    "actions/projects/projects.py": BY_ID,
    "actions/projects/purging.py": "erases deleted ones",
    "actions/team/invitations.py": "locks the row; open() leaves deleted ones out",
    "management/commands/demo.py": ALL,
    "management/commands/index_plans.py": ALL,
    "permissions/project.py": "says who may see a deleted one",
    "plan/record.py": BY_ID,
    "plan/searched_text.py": BY_ID,
}


def reads_of_projects():
    """{module: whether each read begins with live() or active()}."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        said = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("live", "active")
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == (
                "Project.objects"
            ):
                name = str(path.relative_to(PACKAGE))
                found.setdefault(name, []).append(id(node) in said)
    return found


def test_every_module_that_reads_projects_says_which():
    reads = reads_of_projects()

    assert {name for name, said in reads.items() if not all(said)} == set(READS_ANY)
    assert sum(all(said) for said in reads.values()) > 5


# --- What the pages show ----------------------------------------------------

TITLE = "Forêts en mémoire"
# Who may restore it finds it there; administrators see whatever there is.
MAY_SHOW = {"deleted_projects", "admin:all_projects", "admin:trail_projects"}


@pytest.fixture
def world(template, people, institution, django_capture_on_commit_callbacks):
    """A project with all that can be in one, and somebody of every kind."""
    with django_capture_on_commit_callbacks(execute=True):
        project = fill(template, people, institution)
    Project.objects.update(review_on="2099-01-01", awaits_export=True)
    project.refresh_from_db()
    project.finished_at = timezone.now()
    project.save()
    for person in (people.amina, people.paul):
        Notice.objects.create(
            recipient=person, project=project, kind=NoticeKind.REOPENED
        )
    RecoveredDraft.objects.update(
        content={"answer": f"<p>{TITLE}</p>"}, content_digest="1"
    )
    ada = User.objects.create_user("ada@example.org", name="Ada", is_staff=True)
    everybody = [people.amina, people.paul, people.louise, people.omar, ada]
    return project, institution, everybody


def pages_that_show_it(institution, everybody):
    """The names of all pages about no project in particular that tell its title."""
    found = set()
    for name, names, _view in patterns():
        if not set(names) <= {"institution_id"}:
            continue
        try:
            address = reverse(
                name, kwargs=dict.fromkeys(names, institution.pk) if names else None
            )
        except Exception:  # noqa: BLE001, S112 - addresses of other resolvers
            continue
        for person in everybody:
            client = Client(raise_request_exception=False)
            client.force_login(person)
            page = client.get(address)
            body = b"".join(page) if page.streaming else page.content
            if TITLE in body.decode(errors="replace"):
                found.add(name)
    return found


def test_no_page_shows_a_deleted_project(world, client):
    project, institution, everybody = world
    shown = pages_that_show_it(institution, everybody)
    assert {"projects", "desk", "notices", "recovered", "desk_feedback"} <= shown

    Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now())

    assert pages_that_show_it(institution, everybody) <= MAY_SHOW


def test_the_calendar_of_a_person_forgets_a_deleted_project(world, client, people):
    project, _institution, _everybody = world
    token = renew_feed(by=people.amina).token
    feed = reverse("calendar_feed", args=[token])
    assert TITLE in client.get(feed).content.decode()

    for fate in ("deleted_at", "archived_at"):
        Project.objects.filter(pk=project.pk).update(
            **{"deleted_at": None, "archived_at": None, fate: timezone.now()}
        )
        assert TITLE not in client.get(feed).content.decode()
