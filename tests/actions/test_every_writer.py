"""Every function in actions/ that writes checks its permission and writes an event.

The syntax trees are walked: what a function calls counts as done by it. Which
permissions are checked is in permissions.yaml. Exceptions are listed with the reason;
an exception that is no longer needed fails too.
"""

import ast

import pytest
from django.conf import settings

from questionnaire.permissions import (
    InstitutionPermission,
    Permission,
    SitePermission,
)
from tests.permissions.table import WRITERS_RIGHTS

ACTIONS = settings.BASE_DIR / "questionnaire" / "actions"

# Methods of the ORM that write rows, and functions that write the search index.
WRITES = {
    "bulk_create", "create", "delete", "get_or_create", "index", "remove", "save",
    "update_or_create",
}  # fmt: skip
RIGHTS = {"open_project", "open_institution", "may_include", "require_on_site"}
EVENTS = {"write_event", "write_site_event", "_record_admin_access"}
# "Permission.MEMBER_REMOVE" → "member.remove", of all three kinds.
NAMES = {
    f"{kind.__name__}.{right.name}": right.value
    for kind in (Permission, InstitutionPermission, SitePermission)
    for right in kind
}

HELPER = "is called by actions that have checked already, within their transaction"
SHARED = "has its event written by the actions that call it"
WORKER = "runs in the worker, after take_item has checked the owner’s permission"
CLOCK = "is started by a schedule or by the server’s operator, not by a user"
PRIVATE = "is private to one person, and changes nothing for others"
DRAFT = "stores unsaved text, which only its author ever sees"

UNSENT = "keeps what a person typed into a form that the site signed for them"

_OF_DRAFTS = dict.fromkeys(
    (
        "drafts.form_drafts.discard_form_draft",
        "drafts.form_drafts.forget_sent_draft",
        "drafts.form_drafts.restore_form_draft",
        "drafts.form_drafts.save_form_draft",
        "drafts.form_drafts.stash_form_text",
    ),
    UNSENT,
)
_OF_WORKERS = dict.fromkeys(
    (
        "library.bulk_items.claim_stalled",
        "library.bulk_items.close_if_done",
        "library.bulk_items.fail_item",
        "library.bulk_items.finish_item",
        "library.bulk_items.renew_lease",
        "library.bulk_items.record_rendering",
        "library.bulk_items.put_item_off",
        "library.bulk_items.touch_heartbeat",
    ),
    WORKER,
)

# {function: why it checks no permission}
CHECKS_NO_PERMISSION = {
    "projects.waiting.keep_waiting_count": PRIVATE,
    "conversation.reading.mark_all_read": PRIVATE,
    "conversation.reading.mark_read": PRIVATE,
    "answering.answered_requests.notify_accepted": HELPER,
    "answering.answered_requests.notify_answered": HELPER,
    "answering.own_answer.forget_language": HELPER,
    "answering.recovered.save_recovery_copy": HELPER,
    "answering.translations.note_continued": HELPER,
    "answering.translations.note_first_translation": HELPER,
    "answering.translations.note_translated": HELPER,
    "common.write_event": HELPER,
    "common.write_question_event": HELPER,
    "common.write_site_event": HELPER,
    "conversation.comments.mark_resolved": HELPER,
    "conversation.recipients.mention_members": HELPER,
    "conversation.recipients.notify_participants": HELPER,
    "conversation.visits.record_visit": PRIVATE,
    "library.bulk_exports.mark_seen": PRIVATE,
    "library.holdings.record_exported": HELPER,
    "library.institutions.write_edited": HELPER,
    "library.holdings.refresh_awaiting": HELPER,
    "drafts.expiry.forget_expired_text": CLOCK,
    **_OF_DRAFTS,
    **_OF_WORKERS,
    "notices.notify": HELPER,
    "people.accounts.close_account": HELPER,
    "people.accounts.end_sessions": HELPER,
    "projects.move_checks.keep_draft_unchecked": HELPER,
    "projects.move_checks.keep_units_unchecked": HELPER,
    "projects.move_checks.keep_what_drafts_lose": HELPER,
    "projects.move_checks.note_units": HELPER,
    "projects.move_checks.note_wordings": HELPER,
    "projects.move_checks.reopen_wording": HELPER,
    "projects.move_checks.settle_wording": HELPER,
    "projects.partners.set_partners": HELPER,
    "projects.purging.purge_deleted": CLOCK,
    "projects.purging.purge_deleted_projects": CLOCK,
    "projects.reminders.send_date_reminders": CLOCK,
    "review.undoing.undo_decision": HELPER,
    "review.undoing.write_decided": HELPER,
    "search_index.index_plan": CLOCK,
    "search_index.refresh_plan": CLOCK,
    "search_index.refresh_plans_of": CLOCK,
    "team.assignment_reminders.send_assignment_reminders": CLOCK,
    "team.invitations.accept_invitation": "asks for the token of the invitation and "
    "for the confirmed address that it was sent to",
    "team.members.add_member": HELPER,
    "templates.publish.publish_template": CLOCK,
}

# {function: why it writes no event}
WRITES_NO_EVENT = {
    "projects.waiting.keep_waiting_count": PRIVATE,
    "conversation.reading.mark_all_read": PRIVATE,
    "conversation.reading.mark_read": PRIVATE,
    "answering.answered_requests.notify_accepted": SHARED,
    "answering.answered_requests.notify_answered": SHARED,
    "answering.drafts.stash_dropped": DRAFT,
    "answering.drafts.discard_draft": DRAFT,
    "answering.drafts.save_draft": DRAFT,
    "answering.drafts.stash": DRAFT,
    "answering.drafts.stash_refused": DRAFT,
    "answering.languages.leave_in_place": PRIVATE,
    "answering.marks.mark_part": PRIVATE,
    "answering.own_answer.forget_language": SHARED,
    "answering.recovered.save_recovery_copy": DRAFT,
    "answering.translations.note_continued": SHARED,
    "answering.translations.note_first_translation": SHARED,
    "answering.translations.note_translated": SHARED,
    "projects.move_checks.keep_draft_unchecked": DRAFT,
    "projects.move_checks.keep_units_unchecked": SHARED,
    "projects.move_checks.keep_what_drafts_lose": DRAFT,
    "projects.move_checks.note_units": SHARED,
    "projects.move_checks.note_wordings": SHARED,
    "projects.move_checks.reopen_wording": SHARED,
    "projects.move_checks.settle_wording": SHARED,
    "projects.partners.set_partners": SHARED,
    "conversation.recipients.mention_members": SHARED,
    "conversation.recipients.notify_participants": SHARED,
    "conversation.visits.record_visit": PRIVATE,
    "library.bulk_exports.mark_seen": PRIVATE,
    "library.holdings.record_exported": "follows the export, which is in the trail",
    "library.holdings.refresh_awaiting": SHARED,
    "drafts.expiry.forget_expired_text": "deletes what nobody sees any more",
    **_OF_DRAFTS,
    **_OF_WORKERS,
    "library.bulk_items.take_item": WORKER,
    "library.desk.delete_view": PRIVATE,
    "library.desk.rename_view": PRIVATE,
    "library.desk.save_view": PRIVATE,
    "notices.notify": SHARED,
    "people.accounts.close_account": SHARED,
    "people.accounts.end_sessions": SHARED,
    "projects.calendar.renew_feed": PRIVATE,
    "projects.calendar.stop_feed": PRIVATE,
    "projects.reminders.send_date_reminders": "is known by the Reminder that it writes",
    "search_index.index_plan": "follows the events, which are in the trail",
    "search_index.refresh_plan": "follows the events, which are in the trail",
    "search_index.refresh_plans_of": "follows the events, which are in the trail",
    "team.assignment_reminders.send_assignment_reminders": "changes nothing in the "
    "project; the mail that it sends is the trace",
    "team.assignments.nudge_member": "changes nothing in the project; the mail that "
    "it sends is the trace",
    "team.members.set_muted": PRIVATE,
    "templates.publish.publish_template": "is known by the template itself, which "
    "never changes",
}


class Module:
    """The functions of one module of actions/: its calls and permissions."""

    def __init__(self, name, source):
        self.name = name
        self.imported = {}
        self.functions = {}
        for node in ast.parse(source).body:
            if isinstance(node, ast.ImportFrom):
                self._read_import(node)
            elif isinstance(node, ast.FunctionDef):
                self.functions[node.name] = _calls(node)
            elif isinstance(node, ast.ClassDef):
                # Whatever instantiates it may call any of its methods.
                self.functions[node.name] = _calls(node)

    def _read_import(self, node):
        package = (node.module or "").removeprefix("questionnaire.actions.")
        if package != node.module:
            for alias in node.names:
                self.imported[alias.asname or alias.name] = f"{package}.{alias.name}"

    def resolve(self, name):
        """The full name of a function that this module calls by `name`."""
        return (
            f"{self.name}.{name}" if name in self.functions else self.imported.get(name)
        )


def _calls(node):
    """Calls, as "open_project" or ".save", and permissions, as "Permission.X"."""
    found = set(_rights(node))
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Name):
                found.add(call.func.id)
            elif isinstance(call.func, ast.Attribute):
                found.add(_method(call))
    return found


def _rights(node):
    """The permissions that are named in order to check them: not those of a refusal."""
    if not isinstance(node, ast.Raise):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in NAMES:
            yield ast.unparse(node)
        for child in ast.iter_child_nodes(node):
            yield from _rights(child)


def _method(call):
    """How the call of a method counts.

    Rows are updated as in `.update(state=…)`, a dict with another one; one's own
    answer is opened with a permission, `Invitation.objects.open()` without.
    """
    name = call.func.attr
    if name == "update":
        return ".update_rows" if call.keywords and not call.args else ".update"
    if name in ("open", "open_with") and call.args:
        return "open_project"
    return f".{name}"


def read_modules(folder):
    modules = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if parts[-1] != "__init__":
            name = ".".join(parts)
            modules[name] = Module(name, path.read_text("utf-8"))
    return modules


def reached(modules, function):
    """Everything that a function calls, directly or through other actions."""
    found, waiting = set(), [function]
    seen = set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        module_name, _dot, name = current.rpartition(".")
        module = modules.get(module_name)
        if module is None or name not in module.functions:
            continue
        for called in module.functions[name]:
            found.add(called)
            if resolved := module.resolve(called):
                waiting.append(resolved)
    return found


def writers(modules):
    """{full name: everything it calls} of the public functions that write."""
    marks = {f".{each}" for each in WRITES} | {".update_rows"}
    return {
        full_name: calls
        for module in modules.values()
        for name in module.functions
        if not name.startswith("_") and not name[0].isupper()
        if (calls := reached(modules, full_name := f"{module.name}.{name}")) & marks
    }


MODULES = read_modules(ACTIONS)
WRITERS = writers(MODULES)


def test_the_writers_are_found():
    assert {
        "answering.answers.save_version",
        "library.desk.delete_view",
        "projects.projects.finish_plan",
        "people.merging.merge_accounts",
    } <= set(WRITERS)
    assert "answering.two_versions.server_text" not in WRITERS


def test_every_writer_checks_a_permission():
    unchecked = {name for name, calls in WRITERS.items() if not calls & RIGHTS}

    assert unchecked == set(CHECKS_NO_PERMISSION)


def test_every_writer_checks_the_permissions_that_were_agreed():
    """A page checks its own permission first, which would hide a missing check."""
    assert {
        name: {NAMES[each] for each in calls if each in NAMES}
        for name, calls in WRITERS.items()
        if name not in CHECKS_NO_PERMISSION
    } == WRITERS_RIGHTS


def test_every_writer_writes_an_event():
    silent = {name for name, calls in WRITERS.items() if not calls & EVENTS}

    assert silent - {"common.write_event", "common.write_site_event"} == set(
        WRITES_NO_EVENT
    )


@pytest.mark.parametrize(
    ("source", "checks", "records"),
    [
        ("def do(row):\n    row.save()", False, False),
        ("def do(row):\n    _do(row)\ndef _do(row):\n    row.delete()", False, False),
        (
            "from questionnaire.permissions import require_on_site\n"
            "def do(row, by):\n    require_on_site(by, 1)\n    row.save()",
            True,
            False,
        ),
        (
            "def do(rows):\n    rows.update(state=1)\n    write_event(1)",
            False,
            True,
        ),
    ],
)
def test_what_a_writer_omits_is_detected(source, checks, records):
    found = writers({"one": Module("one", source)})["one.do"]

    assert (bool(found & RIGHTS), bool(found & EVENTS)) == (checks, records)


def test_the_permission_that_a_writer_checks_is_found_in_what_it_calls():
    source = (
        "def do(row, by):\n    _open(by)\n    row.save()\n"
        "def _open(by):\n    require_on_site(by, SitePermission.USER_MERGE)\n"
        "    raise Forbidden(SitePermission.USER_ERASE)"
    )
    found = writers({"one": Module("one", source)})["one.do"]

    assert found & set(NAMES) == {"SitePermission.USER_MERGE"}


def test_a_reader_is_not_a_writer():
    source = "def read(rows):\n    found = {}\n    found.update({1: rows.get()})"

    assert writers({"one": Module("one", source)}) == {}
