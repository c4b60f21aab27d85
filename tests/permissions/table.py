"""The agreed table, permissions.yaml, and what it says about each person."""

from pathlib import Path

import yaml

from questionnaire.permissions import ProjectRole

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
WHILE_ARCHIVED = set(_FILE["while_archived"])
WHILE_DELETED = set(_FILE["while_deleted"])
ONCE_ERASED = set(_FILE["once_erased"])
# URL name → the permissions checked: to open the page, and to submit it.
PROJECT_PAGES = {
    name: asked if isinstance(asked, list) else [asked]
    for name, asked in _FILE["project_pages"].items()
}
# URL name → the permission checked.
INSTITUTION_PAGES = _FILE["institution_pages"]
# function in actions/ → the permissions that it checks.
WRITERS_RIGHTS = {
    name: set(asked) if isinstance(asked, list) else {asked}
    for name, asked in _FILE["writers"].items()
}
# person → the column that says what they may do.
PEOPLE = {**{column: column for column in COLUMNS}, **_FILE["same_as"]}

COLUMN_OF_ROLE = {
    ProjectRole.VIEWER: "viewer",
    ProjectRole.CONTRIBUTOR: "contributor",
    ProjectRole.PI: "pi",
    ProjectRole.LIBRARIAN: "librarian_same",
    ProjectRole.SITE_ADMIN: "site_admin",
}
STRANGERS = ("anonymous", "outsider", "librarian_other")


# The people to test with, closest to the boundary first: the least privileged who
# may, the most privileged who may not.
_FROM_LEAST = ("viewer", "contributor", "pi", "librarian_same", "site_admin")
_FROM_MOST = ("pi", "contributor", "viewer", "site_admin", "librarian_same")


def verdict(action, state, column):
    """The table's verdict: "allowed", or the status of the refusal."""
    if column == "anonymous":
        return 401
    if column in STRANGERS:
        return 404
    cells = CELLS[action][column]
    if cells[STATES.index(state)] == "A":
        return "allowed"
    if action in WHILE_DELETED:
        return 404
    return 409 if "A" in cells else 403


def verdict_in_use(action, state, column):
    """The same of a project that is neither archived nor deleted."""
    if column in STRANGERS or action not in WHILE_DELETED:
        return verdict(action, state, column)
    return 409 if "A" in CELLS[action][column] else 403


def verdict_while_archived(action, state, column):
    """The same of an archived project."""
    asked = verdict(action, state, column)
    if column == "anonymous" or column in STRANGERS or action in WHILE_ARCHIVED:
        return asked
    return 409 if "A" in CELLS[action][column] else 403


def verdict_while_deleted(action, state, column):
    """The same of a deleted project: who may not restore it does not see it."""
    if column in STRANGERS or verdict("project.restore", state, column) != "allowed":
        return 404
    if action in WHILE_DELETED:
        return "allowed"
    return 409 if "A" in CELLS[action][column] else 403


def verdict_once_erased(action, state, column):
    """The same of an erased one: only who reads editions sees what is left."""
    if column in STRANGERS:
        return 404
    if action in ONCE_ERASED:
        return verdict(action, state, column)
    return 409 if "A" in CELLS[action][column] else 403


def institution_verdict(action, column):
    if column == "anonymous":
        return 401
    if INSTITUTION_CELLS[action][column] == "A":
        return "allowed"
    serves_it = INSTITUTION_CELLS["institution.desk"][column] == "A"
    return 403 if serves_it else 404


def one_of_each(expected, seed):
    """One case for each answer in {case: answer}; a case begins with its person.

    The people chosen are those at the boundary between may and may not. Of several
    strangers, who all get the same answer, each entry point (`seed`) tries another
    one, so that all of them are tried.
    """
    cases = {}
    for answer in dict.fromkeys(expected.values()):
        of_answer = [case for case, each in expected.items() if each == answer]
        order = _FROM_LEAST if answer == "allowed" else _FROM_MOST
        at_border = sorted(
            (case for case in of_answer if case[0] in order),
            key=lambda case: order.index(case[0]),
        )
        cases[answer] = (
            at_border[0]
            if at_border
            else of_answer[sum(map(ord, seed)) % len(of_answer)]
        )
    return {case: answer for answer, case in cases.items()}
