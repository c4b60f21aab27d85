"""permissions.yaml at every door: each action × person × state.

The pages are found by walking the addresses: each says by `view.permission`,
and `view.writing` where it is also written, which line of the table it obeys.
"""

import logging
import re
import uuid
from functools import partial
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from questionnaire.actions.opening import open_for_writing
from questionnaire.actions.people.accounts import AccountRefusal
from questionnaire.actions.people.erasing import erase_account
from questionnaire.actions.projects.projects import create_project, finish_plan
from questionnaire.models import (
    Answer,
    AnswerVersion,
    Assignment,
    BulkExport,
    CannedRemark,
    Comment,
    EditionFile,
    Institution,
    InstitutionRole,
    Invitation,
    LocalGuidance,
    Membership,
    Project,
    Question,
    RecoveredDraft,
    SavedView,
    User,
)
from questionnaire.permissions import (
    INSTITUTION_TABLE,
    TABLE,
    Forbidden,
    InstitutionPermission,
    InvalidState,
    NoAccess,
    Permission,
    ProjectRole,
    SitePermission,
    get_institution_access,
    may_on_site,
)
from questionnaire.views.editions import exports
from questionnaire.vocabulary import CommentKind, Role
from tests.questions import page_address

_FILE = yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text("utf-8"))
STATES = _FILE["states"]
COLUMNS = list(_FILE["people"])
CELLS = {
    action: dict(zip(COLUMNS, cells, strict=True))
    for action, cells in _FILE["actions"].items()
}
INSTITUTION_CELLS = {
    action: dict(zip(COLUMNS, cells, strict=True))
    for action, cells in _FILE["institution_actions"].items()
}
SITE_CELLS = {
    action: dict(zip(COLUMNS, cells, strict=True))
    for action, cells in _FILE["site_actions"].items()
}
# person → the column that says what he or she may do.
PEOPLE = {**{column: column for column in COLUMNS}, **_FILE["same_as"]}

STANDINGS = {
    ProjectRole.VIEWER: "viewer",
    ProjectRole.CONTRIBUTOR: "contributor",
    ProjectRole.PI: "pi",
    ProjectRole.LIBRARIAN: "librarian_same",
    ProjectRole.SITE_ADMIN: "site_admin",
}
STRANGERS = ("anonymous", "outsider", "librarian_other")
WRITES = re.compile(r"(INSERT|UPDATE|DELETE)\b(?!.*django_session)", re.DOTALL)


# --- The table --------------------------------------------------------------


def test_the_site_has_the_table_that_was_agreed():
    """The cells, line by line."""
    ours = {
        permission.value: {
            **dict.fromkeys(STRANGERS, "DDD"),
            **{STANDINGS[standing]: cells for standing, cells in row.items()},
        }
        for permission, row in TABLE.items()
    }

    assert set(TABLE) == set(Permission)
    assert ours == CELLS


def test_the_site_has_the_table_for_institutions_that_was_agreed():
    """The cells, line by line."""
    ours = {
        permission.value: {
            column: "A" if column in {STANDINGS[each] for each in allowed} else "D"
            for column in COLUMNS
        }
        for permission, allowed in INSTITUTION_TABLE.items()
    }

    assert set(INSTITUTION_TABLE) == set(InstitutionPermission)
    assert ours == INSTITUTION_CELLS


# --- The people -------------------------------------------------------------


@pytest.fixture
def everybody(project, people, institution, answer):
    """person → account, around Amina's project, which has an edition."""
    first = answer("1.1", "<p>Canari.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    everybody = {
        "anonymous": None,
        "pi": people.amina,
        "contributor": people.paul,
        "librarian_same": people.louise,
        "outsider": people.omar,
    }
    for person in PEOPLE.keys() - everybody.keys():
        everybody[person] = User.objects.create_user(
            f"{person}@example.org", name=person
        )

    def change(person, **fields):
        for name, value in fields.items():
            setattr(everybody[person], name, value)
        everybody[person].save()

    def join(person, role, where=project):
        return where.memberships.create(user=everybody[person], role=role)

    join("contributor", Role.CONTRIBUTOR)
    join("viewer", Role.VIEWER)
    join("former_member", Role.CONTRIBUTOR).delete()
    join("deactivated_account", Role.PI)
    change("deactivated_account", is_active=False)
    change("site_admin", is_staff=True)
    change("claimed_institution", institution_claimed=institution.name_fr)
    _invite(project, everybody["invited_not_accepted"].email, people.amina)
    _appoint(everybody["dismissed_librarian"], institution).delete()
    _appoint(
        everybody["librarian_other"],
        Institution.objects.create(name_fr="Ailleurs", name_en="Afar"),
    )
    create_project(
        by=everybody["pi_of_other_project"],
        template=project.template,
        title="Autre",
        language="fr",
        institution=institution,
    )
    _let_all_have_written(first, everybody)
    return everybody


def _let_all_have_written(first, everybody):
    """Give everybody an answer: pages that show one's own then have one to show."""
    answer = first.answer
    for user in everybody.values():
        if user and user != answer.author:
            AnswerVersion.objects.create(
                answer=Answer.objects.create(
                    project=answer.project,
                    question=answer.question,
                    author=user,
                    language=answer.language,
                ),
                number=1,
                content=first.content,
                content_digest=first.content_digest,
                save_id=uuid.uuid4(),
            )


def _appoint(user, institution):
    return InstitutionRole.objects.create(
        user=user, institution=institution, role="librarian"
    )


def _invite(project, email, by):
    return Invitation.objects.create(
        project=project,
        email=email,
        role=Role.CONTRIBUTOR,
        language="fr",
        token_digest=uuid.uuid4().hex,
        invited_by=by,
        expires_at="2099-01-01T00:00Z",
    )


# --- The rule, which actions and pages ask ----------------------------------


@pytest.mark.parametrize(
    "person", [person for person in PEOPLE if PEOPLE[person] != "anonymous"]
)
def test_the_rule_answers_as_the_table_says(project, everybody, person):
    """Each action × state, asked as actions ask it."""
    user = everybody[person]
    answers = {}
    for state in STATES:
        Project.objects.filter(pk=project.pk).update(status=state)
        for permission in Permission:
            answers[permission.value, state] = _ask(project.pk, user, permission)

    assert answers == {
        (action, state): _verdict(action, state, PEOPLE[person])
        for action in CELLS
        for state in STATES
    }


def _ask(project_id, user, permission):
    try:
        with transaction.atomic():
            open_for_writing(project_id, by=user, permission=permission)
    except NoAccess:
        return 404
    except Forbidden:
        return 403
    except InvalidState:
        return 409
    return "allowed"


def _verdict(action, state, column):
    """What the table says: "allowed", or the status of the denial."""
    if column == "anonymous":
        return 401
    if column in STRANGERS:
        return 404
    cells = CELLS[action][column]
    if cells[STATES.index(state)] == "A":
        return "allowed"
    return 409 if "A" in cells else 403


@pytest.mark.parametrize(
    "person", [person for person in PEOPLE if PEOPLE[person] != "anonymous"]
)
def test_the_rule_for_institutions_answers_as_the_table_says(
    institution, everybody, person
):
    answers = {}
    for permission in InstitutionPermission:
        try:
            get_institution_access(everybody[person], institution.pk).require(
                permission
            )
        except NoAccess:
            answers[permission.value] = 404
        except Forbidden:
            answers[permission.value] = 403
        else:
            answers[permission.value] = "allowed"

    assert answers == {
        action: _institution_verdict(action, PEOPLE[person])
        for action in INSTITUTION_CELLS
    }


def _institution_verdict(action, column):
    if column == "anonymous":
        return 401
    if INSTITUTION_CELLS[action][column] == "A":
        return "allowed"
    has_a_desk = INSTITUTION_CELLS["institution.desk"][column] == "A"
    return 403 if has_a_desk else 404


# --- The doors --------------------------------------------------------------


def doors(argument, resolver=None, prefix=""):
    """{name of the address: (its view, the names of its arguments)} of those that
    have `argument`.
    """
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            found |= doors(argument, entry, route)
        elif argument in route:
            names = re.findall(r"<(?:\w+:)?(\w+)>", route)
            found[entry.name] = entry.callback, names
    return found


DOORS = doors("project_id")
INSTITUTION_DOORS = doors("institution_id")

# What a page must be sent to open at all, each value as in `arguments`.
FIELDS = {
    "versions_compare": {"from": "version_id", "to": "version_id"},
    "version_restore": {"version": "own_version", "save_id": "save_id"},
    "version_name": {"version": "own_version"},
    "marks": {"part": "part"},
    "export_comparison": {"from": "number", "to": "number"},
    "review_request": {"version": "their_version"},
}
INSTITUTION_FIELDS = {"guidance_compare": {"from": 0, "to": 1}}
# People whom a page refuses although the table would let them.
REFUSED = {
    # Comments on the passages of a colleague ask for answer.read_other_member too.
    "comment_passage": {"librarian_same"},
    # Only the PI says what others do in the research.
    "member_credit": {"viewer", "contributor", "librarian_same"},
}


@pytest.fixture
def arguments(project, everybody, people):
    """What stands for each argument of an address: a value, or user → value."""
    version = AnswerVersion.objects.get(answer__author=people.amina)
    question = version.answer.question
    # Somebody to be removed, reminded, or given another role.
    guest = Membership.objects.create(
        project=project,
        user=User.objects.create_user("guest@example.org", name="Guest"),
        role=Role.CONTRIBUTOR,
    )
    assignment = Assignment.objects.create(
        project=project,
        question=question,
        member=guest.user,
        assigned_by=people.amina,
    )

    theirs = AnswerVersion.objects.filter(answer__author=people.paul)[0]
    asked = Comment.objects.create(
        project=project,
        question=question,
        version=theirs,
        author=people.amina,
        body="Canari.",
        kind=CommentKind.CHANGE_REQUEST,
        save_id=uuid.uuid4(),
    )

    def comment_of(user):
        return Comment.objects.get_or_create(
            project=project,
            question=question,
            author=user or people.amina,
            kind=CommentKind.COMMENT,
            defaults={"body": "Canari.", "save_id": uuid.uuid4()},
        )[0].pk

    def recovered_of(user):
        return RecoveredDraft.objects.get_or_create(
            answer=Answer.objects.get(author=user or people.amina),
            content_digest="-",
            defaults={
                "content": version.content,
                "kept_until": "2099-01-01T00:00Z",
            },
        )[0].pk

    return {
        "save_id": uuid.uuid4(),
        "label": "1.1",
        "slug": question.slug,
        "page": "comments/",
        "language": "fr",
        "number": 1,
        "file_format": "pdf",
        "version_id": version.pk,
        "assignment_id": assignment.pk,
        "comment_id": comment_of,
        "recovered_id": recovered_of,
        "request_id": asked.pk,
        "their_version": theirs.pk,
        "member_id": guest.pk,
        "part": next(iter(version.content)),
        "own_version": lambda user: (
            AnswerVersion.objects.filter(answer__author=user).values_list(
                "pk", flat=True
            )[0]
            if user
            else version.pk
        ),
        "invitation_id": _invite(project, "new@example.org", people.amina).pk,
    }


@pytest.fixture(autouse=True)
def _nothing_is_rendered(monkeypatch):
    """Doors of exports are opened, but no file is made behind them."""
    monkeypatch.setattr(exports, "request_file", lambda *args, **kwargs: EditionFile())


@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_as_the_table_says(name, project, everybody, arguments, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    _view, names = DOORS[name]
    wrong = []
    for person, user in everybody.items():
        client = Client()
        if user:
            client.force_login(user)
        values = {
            each: value(user) if callable(value) else value
            for each, value in arguments.items()
        }
        kwargs = {each: values[each] for each in names if each in values}
        data = {field: values[each] for field, each in FIELDS.get(name, {}).items()}
        here = reverse(name, kwargs=kwargs | {"project_id": project.pk})
        nowhere = reverse(name, kwargs=kwargs | {"project_id": uuid.uuid4()})
        for method in _methods(client, here):
            unknown = _Found(client, method, nowhere, data) if user else None
            for state in STATES:
                Project.objects.filter(pk=project.pk).update(status=state)
                found = _Found(client, method, here, data)
                complaint = _complaint(
                    found, unknown, _expected(name, method, state, person)
                )
                if complaint:
                    wrong.append(f"{method} {state} {person}: {complaint}")

    assert wrong == []


@pytest.mark.parametrize("name", INSTITUTION_DOORS)
def test_a_door_of_an_institution_opens_as_the_table_says(
    name, institution, everybody, caplog, institution_arguments
):
    caplog.set_level(logging.CRITICAL, "django.request")
    view, names = INSTITUTION_DOORS[name]
    wrong = []
    for person, user in everybody.items():
        client = Client()
        if user:
            client.force_login(user)
        kwargs = {
            each: institution_arguments(each, user)
            for each in names
            if each != "institution_id"
        }
        here, nowhere = (
            reverse(name, kwargs=kwargs | {"institution_id": pk})
            for pk in (institution.pk, 999_999)
        )
        expected = _institution_verdict(
            view.institution_permission.value, PEOPLE[person]
        )
        for method in _methods(client, here):
            data = INSTITUTION_FIELDS.get(name, {})
            found = _Found(client, method, here, data)
            unknown = _Found(client, method, nowhere, data) if user else None
            if complaint := _complaint(found, unknown, expected):
                wrong.append(f"{method} {person}: {complaint}")

    assert wrong == []


@pytest.fixture
def institution_arguments(project, institution, people):
    """What stands for each argument of an institution’s address: (name, user) → it."""
    question = Question.objects.filter(section__template=project.template_id)[0]
    values = {
        "template": project.template.slug,
        "question": question.slug,
        "figure": "status",
    }
    LocalGuidance.objects.create(
        institution=institution,
        template_slug=values["template"],
        question_slug=values["question"],
        number=1,
        body_fr="Canari.",
        body_en="Canari.",
        written_by=people.louise,
    )
    # Ids that no institution has: each is told apart in the pages compared.
    values["remark_id"] = CannedRemark.objects.create(
        pk=7_001,
        institution=institution,
        title="Licence",
        body_fr="Canari.",
        body_en="Canary.",
    ).pk

    def view_of(user):
        return SavedView.objects.get_or_create(
            institution=institution,
            user=user or people.louise,
            defaults={
                "pk": 7_100 + (user or people.louise).pk,
                "name": "Canari",
                "query": "show=all",
            },
        )[0].pk

    of_users = {
        "view_id": view_of,
        "export_id": partial(_export_of, institution, people.louise),
    }

    def value(name, user):
        return of_users[name](user) if name in of_users else values[name]

    return value


def _export_of(institution, librarian, user):
    """An export of that person's own that is done."""
    owner = user or librarian
    number = owner.pk
    return BulkExport.objects.get_or_create(
        institution=institution,
        owner=owner,
        number=number,
        defaults={
            "state": "done",
            "save_id": uuid.uuid4(),
            "expires_at": "2099-01-01T00:00Z",
        },
    )[0].pk


def test_a_script_that_is_not_signed_in_gets_no_page(client, project):
    """401 and never a redirect, which a script would take for an answer."""
    for headers in ({"Accept": "application/json"}, {"HX-Request": "true"}):
        response = client.post(
            page_address("question", project, "1.1"), headers=headers
        )

        assert response.status_code == 401
        assert b"<" not in response.content


def _methods(client, url):
    """The methods that a page takes; it refuses others before anything else."""
    response = client.generic("PROBE", url)
    assert response.status_code == 405, "say which methods this page takes"
    return sorted({"GET", "POST"}.intersection(response["Allow"].split(", ")))


class _Found:
    """What came of opening a door: it is closed again, as if never opened."""

    def __init__(self, client, method, url, data):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                response = getattr(client, method.lower())(url, data)
            transaction.set_rollback(True)
        self.status, self.location = response.status_code, response.get("Location", "")
        self.text = b"".join(response).decode(errors="replace")
        self.page = _without_secrets(self.text, url)
        self.writes = [each["sql"] for each in queries if WRITES.match(each["sql"])]


def _without_secrets(page, url):
    """A page without what differs each time: its address and its tokens."""
    if "/admin/" in url:
        page = re.sub(r'/admin/[^"]*', "/admin/PLACE", page)
    elif "/account/" not in url:
        where = url.split("/projects/" if "/projects/" in url else "/library/")[1]
        page = page.replace(f"/{where.split('/')[0]}/", "/PLACE/")
    return re.sub(
        r'("csrf-token" content|csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page
    )


def _complaint(found, unknown, expected):
    """What is wrong with the answer of a door; None if nothing."""
    if expected == "allowed":
        opened = found.status in (200, 202, 204, 302, 400, 422)
        if not opened or reverse("account_login") in found.location:
            return f"{found.status} for somebody who may"
        return None
    if expected == 401:
        if found.status != 302 or reverse("account_login") not in found.location:
            return f"{found.status} instead of the way to sign-in"
    elif expected == "refused":
        if found.status not in (403, 409):
            return f"{found.status} instead of a refusal"
    elif found.status != expected:
        return f"{found.status} instead of {expected}"
    if expected == 404 and unknown and found.page != unknown.page:
        return "not the page of a project that does not exist"
    if "Canari" in found.text:
        return "the page quotes the project"
    if found.writes:
        return f"something was written: {found.writes}"
    return None


def _expected(name, method, state, person):
    """The verdict of both permissions of a page: roles are asked before states."""
    view, _names = DOORS[name]
    asked = [view.permission.value]
    if view.writing and method == "POST":
        asked.append(view.writing.value)
    verdicts = [_verdict(action, state, PEOPLE[person]) for action in asked]
    verdict = next(each for each in (401, 404, 403, 409, "allowed") if each in verdicts)
    if verdict != 404 and person in REFUSED.get(name, ()):
        return "refused"
    return verdict


# --- The site -----------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE)
def test_the_rule_for_the_site_answers_as_the_table_says(everybody, person):
    user = everybody[person] or AnonymousUser()

    assert {
        permission.value: may_on_site(user, permission)
        for permission in SitePermission
        # What it refuses besides is asked of the action below.
        if permission is not SitePermission.DELETE_ME
    } == {
        action: cells[PEOPLE[person]] == "A"
        for action, cells in SITE_CELLS.items()
        if action != "account.delete_me"
    }


@pytest.mark.parametrize(
    "person", [person for person in PEOPLE if PEOPLE[person] != "anonymous"]
)
def test_people_delete_their_accounts_as_the_table_says(everybody, person):
    User.objects.create_user("another@example.org", name="Another", is_staff=True)
    user = everybody[person]
    is_only_pi = person in ("pi", "pi_of_other_project")
    try:
        erase_account(user_id=user.pk, by=user)
    except AccountRefusal as refusal:
        assert (is_only_pi, refusal.reason) == (True, "sole_pi")
    else:
        assert not is_only_pi
        assert SITE_CELLS["account.delete_me"][PEOPLE[person]] == "A"


def admin_doors():
    """{name: (view, names of the arguments)} of the administration."""
    for entry in get_resolver().url_patterns:
        for below in getattr(entry, "url_patterns", ()):
            if getattr(below, "namespace", None) == "admin":
                return {
                    each.name: (
                        each.callback,
                        re.findall(r"<(\w+):(\w+)>", str(each.pattern)),
                    )
                    for each in below.url_patterns
                }
    return {}


ADMIN_DOORS = admin_doors()


def test_the_administration_has_its_pages_and_no_other():
    assert {
        "index",
        "institutions",
        "people",
        "all_projects",
        "templates",
        "trail",
        "trail_projects",
        "person_erase",
    } <= set(ADMIN_DOORS)
    assert not {"login", "logout", "password_change"} & set(ADMIN_DOORS)


@pytest.mark.parametrize("name", ADMIN_DOORS)
def test_a_door_of_the_administration_opens_as_the_table_says(
    name, project, institution, everybody, people, caplog
):
    caplog.set_level(logging.CRITICAL, "django.request")
    _view, names = ADMIN_DOORS[name]
    of_whom = institution.pk if name.startswith(("inst", "libr")) else people.omar.pk
    kwargs = {each: project.pk if kind == "uuid" else of_whom for kind, each in names}
    here, wrong = reverse(f"admin:{name}", kwargs=kwargs), []
    nowhere = f"{reverse('admin:index')}nowhere/"
    for person, user in everybody.items():
        client = Client()
        if user:
            client.force_login(user)
        column = PEOPLE[person]
        expected = (
            "allowed"
            if SITE_CELLS["site.admin_pages"][column] == "A"
            else 401
            if column == "anonymous"
            else 404
        )
        for method in ("GET", "POST"):
            found = _Found(client, method, here, {})
            unknown = _Found(client, method, nowhere, {})
            if expected == "allowed" and found.status == 405:
                continue
            if complaint := _complaint(found, unknown, expected):
                wrong.append(f"{method} {person}: {complaint}")

    assert wrong == []


@pytest.mark.parametrize("name", ["account_data", "account_delete"])
def test_a_door_of_ones_own_account_opens_for_everybody_signed_in(name, everybody):
    for person, user in everybody.items():
        client = Client()
        if user:
            client.force_login(user)
        found = _Found(client, "GET", reverse(name), {})
        expected = 401 if PEOPLE[person] == "anonymous" else "allowed"

        assert _complaint(found, None, expected) is None
