"""The family of refusals: each with a code that stays, each answered in one way."""

import ast
import importlib
import pkgutil

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.http import Http404

import questionnaire
from questionnaire.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from questionnaire.management.base import StudioCommand
from questionnaire.refusals import answer_refusal

# Programs know these: one may be added, none changed or given to another refusal.
CODES = {
    "account", "already_invited", "already_librarian", "already_member",
    "breaks_earlier_version", "cannot_appoint", "cannot_invite",
    "cannot_invite_several", "conflict",
    "decided_meanwhile", "due_date_past", "edited_meanwhile", "feedback_asked",
    "feedback_taken", "invalid",
    "invalid_choice", "invitation_for_another_address", "invitation_not_open",
    "last_principal_investigator", "membership_ended", "name_taken", "newer_form_draft",
    "newer_guidance", "newer_text", "newer_version", "no_feedback_asked",
    "no_librarian", "no_such_part", "no_such_question", "not_a_librarian",
    "not_a_member", "not_a_newer_version", "not_a_writer", "nothing_to_export",
    "nothing_to_send", "nudged_lately", "page_not_found", "permission_denied",
    "plan_has_gaps", "plan_has_unsent_text", "project_archived", "project_deleted",
    "project_erased", "project_not_deleted", "question_dropped", "refused",
    "save_id_reused", "saved_text_moved", "template_file", "template_is_published",
    "template_moved_meanwhile", "too_many_exports", "too_many_invitations",
    "units_undecided", "wrong_state",
}  # fmt: skip
KINDS = (NotFound, Forbidden, Conflict, Invalid)


def refusals(kind=Refusal):
    """The class and all below it, wherever in the application they stand."""
    yield kind
    for below in kind.__subclasses__():
        yield from refusals(below)


@pytest.fixture(scope="module", autouse=True)
def _everything_is_imported():
    for module in pkgutil.walk_packages(questionnaire.__path__, "questionnaire."):
        if ".migrations." not in module.name:
            importlib.import_module(module.name)


def test_every_refusal_has_a_code_of_its_own_that_stays():
    codes = [each.code for each in refusals() if "code" in vars(each)]

    assert sorted(codes) == sorted(CODES)


def test_every_refusal_is_of_one_of_the_four_kinds():
    assert [
        each
        for each in refusals()
        if each is not Refusal and sum(issubclass(each, kind) for kind in KINDS) != 1
    ] == []


def test_actions_and_rules_refuse_with_the_family_only():
    package = settings.BASE_DIR / "questionnaire"
    others = [
        f"{path.relative_to(package)}: {node.name}"
        for folder in ("actions", "permissions")
        for path in sorted((package / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and {getattr(base, "id", "") for base in node.bases}
        & {"Exception", "ValueError", "RuntimeError", "LookupError"}
    ]

    assert others == []


class Moved(Conflict):
    message = "The river has moved."


class Nonsense(Invalid):
    message = "That is no river."


@pytest.fixture
def ask(rf):
    """A function that makes a request: a page's form, or a script's."""

    def make(**headers):
        request = rf.post("/en/", {"body": "Mes mots."}, headers=headers)
        request.user, request.htmx = AnonymousUser(), False
        return request

    return make


@pytest.mark.parametrize(("refusal", "status"), [(Moved(), 409), (Nonsense(), 422)])
def test_a_page_says_why_and_gives_the_text_back(ask, refusal, status):
    response = answer_refusal(ask(), refusal)

    assert response.status_code == status
    assert str(refusal.message) in response.content.decode()
    assert "Mes mots." in response.content.decode()


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [(Moved(), 409, "conflict"), (Nonsense(), 422, "invalid")],
)
def test_a_script_gets_the_code_and_never_a_page(ask, refusal, status, code):
    response = answer_refusal(ask(Accept="application/json"), refusal)

    assert (response.status_code, response["Content-Type"]) == (
        status,
        "application/json",
    )
    assert f'"error": "{code}"' in response.content.decode()


@pytest.mark.parametrize(
    ("refusal", "answer"), [(NotFound(), Http404), (Forbidden(), PermissionDenied)]
)
def test_strangers_get_the_same_page_as_everywhere(ask, refusal, answer):
    with pytest.raises(answer):
        answer_refusal(ask(), refusal)


def test_a_command_says_it_in_words():
    class Command(StudioCommand):
        def handle(self, **options):
            raise Moved

    with pytest.raises(CommandError, match="The river has moved"):
        call_command(Command())
