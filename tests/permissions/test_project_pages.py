"""Every page of a project checks permissions: one case of each answer at each.

The pages are found by walking the URL patterns; permissions.yaml says which line of
the table each obeys, and its `view.permission` must be the same, as well as
`view.writing` where the page can be submitted. That the permissions match the table,
cell by cell, is tested in test_table.py.
"""

import logging
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Comment,
    EditionFile,
    Membership,
    MoveCheck,
    Project,
    RecoveredDraft,
    User,
)
from questionnaire.views.editions import exports
from questionnaire.vocabulary import CheckKind, CommentKind, Role
from tests.permissions.conftest import invite_to
from tests.permissions.pages import (
    Found,
    complaint,
    entry_points,
    methods_of,
    signed_in,
)
from tests.permissions.table import (
    PEOPLE,
    PROJECT_PAGES,
    STATES,
    WHILE_DELETED,
    one_of_each,
    verdict,
)
from tests.questions import page_address

PAGES = entry_points("project_id")

# The query that a page needs to open at all, with values as in `arguments`.
FIELDS = {
    "unit_check": {"choice": "choice"},
    "versions_compare": {"from": "version_id", "to": "version_id"},
    "version_restore": {"version": "own_version", "save_id": "save_id"},
    "version_name": {"version": "own_version"},
    "marks": {"part": "part"},
    "export_comparison": {"from": "number", "to": "number"},
    "review_request": {"version": "their_version"},
}
# People whom a page refuses although the table would admit them.
REFUSED = {
    # Comments on the passages of a colleague ask for answer.read_other_member too.
    "comment_passage": {"librarian_same"},
    # Only the PI says what others do in the research.
    "member_credit": {"viewer", "contributor", "librarian_same"},
}


@pytest.fixture
def arguments(project, everybody, people):
    """{argument of an address: its value, or a function of the user}."""
    version = AnswerVersion.objects.get(answer__author=people.amina)
    question = version.answer.question
    # Somebody to remove, remind, or give another role.
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

    MoveCheck.objects.create(
        project=project, question_slug=question.slug, kind=CheckKind.WORDING
    )
    unit = MoveCheck.objects.create(
        project=project, question_slug=question.slug, kind=CheckKind.UNIT
    )

    return {
        "check_id": unit.pk,
        "choice": "meant",
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
        "invitation_id": invite_to(project, "new@example.org", people.amina).pk,
    }


@pytest.fixture(autouse=True)
def _nothing_is_rendered(monkeypatch):
    """Let pages of exports open without rendering files."""
    monkeypatch.setattr(exports, "request_file", lambda *args, **kwargs: EditionFile())


def test_every_page_of_a_project_checks_the_agreed_permission():
    """A weaker one would admit more people without failing any other test."""
    assert {
        name: [each.value for each in (view.permission, view.writing) if each]
        for name, (view, _names) in PAGES.items()
    } == PROJECT_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_as_the_table_says(name, project, everybody, arguments, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    wrong = []
    for method in _methods(name, project, everybody, arguments):
        expected = {
            (person, state): _expected(name, method, state, person)
            for person in everybody
            for state in STATES
        }
        for case, answer in one_of_each(expected, name + method).items():
            person, state = case
            Project.objects.filter(pk=project.pk).update(
                status=state, deleted_at=_deleted_at(name)
            )
            found, unknown = _open(
                name, method, project, everybody[person], arguments, answer
            )
            if fault := complaint(found, unknown, answer):
                wrong.append(f"{method} {state} {person}: {fault}")

    assert wrong == []


def _deleted_at(name):
    """When the project was deleted that a page is about; None of all but a few."""
    return timezone.now() if WHILE_DELETED.intersection(PROJECT_PAGES[name]) else None


def _methods(name, project, everybody, arguments):
    Project.objects.filter(pk=project.pk).update(deleted_at=_deleted_at(name))
    here, _nowhere, _data = _addresses(name, project, everybody["pi"], arguments)
    return methods_of(signed_in(everybody["pi"]), here)


def _open(name, method, project, user, arguments, answer):
    """What this person gets, and what they get where there is no project."""
    here, nowhere, data = _addresses(name, project, user, arguments)
    client = signed_in(user)
    unknown = Found(client, method, nowhere, data) if answer == 404 else None
    return Found(client, method, here, data), unknown


def _addresses(name, project, user, arguments):
    _view, names = PAGES[name]
    values = {
        each: value(user) if callable(value) else value
        for each, value in arguments.items()
    }
    kwargs = {each: values[each] for each in names if each in values}
    data = {field: values[each] for field, each in FIELDS.get(name, {}).items()}
    here = reverse(name, kwargs=kwargs | {"project_id": project.pk})
    nowhere = reverse(name, kwargs=kwargs | {"project_id": uuid.uuid4()})
    return here, nowhere, data


def _expected(name, method, state, person):
    """The verdict of both permissions of a page: roles are checked before states."""
    opening, *writing = PROJECT_PAGES[name]
    asked = [opening, *writing] if method == "POST" else [opening]
    verdicts = [verdict(action, state, PEOPLE[person]) for action in asked]
    first = next(each for each in (401, 404, 403, 409, "allowed") if each in verdicts)
    if first != 404 and person in REFUSED.get(name, ()):
        return "refused"
    return first


def test_a_script_that_is_not_signed_in_gets_no_page(client, project):
    """401, never a redirect, which a script would take for a response."""
    for headers in ({"Accept": "application/json"}, {"HX-Request": "true"}):
        response = client.post(
            page_address("question", project, "1.1"), headers=headers
        )

        assert response.status_code == 401
        assert b"<" not in response.content
