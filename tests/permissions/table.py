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
    return 409 if "A" in cells else 403


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
