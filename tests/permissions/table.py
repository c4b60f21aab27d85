"""The table that was agreed, permissions.yaml, and what it says of each person."""

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
# name of an address → the rights asked there: to open the page, and to send something.
PROJECT_PAGES = {
    name: asked if isinstance(asked, list) else [asked]
    for name, asked in _FILE["project_pages"].items()
}
# name of an address → the right asked there.
INSTITUTION_PAGES = _FILE["institution_pages"]
# function in actions/ → the rights that it asks.
WRITERS_RIGHTS = {
    name: set(asked) if isinstance(asked, list) else {asked}
    for name, asked in _FILE["writers"].items()
}
# person → the column that says what he or she may do.
PEOPLE = {**{column: column for column in COLUMNS}, **_FILE["same_as"]}

COLUMN_OF_ROLE = {
    ProjectRole.VIEWER: "viewer",
    ProjectRole.CONTRIBUTOR: "contributor",
    ProjectRole.PI: "pi",
    ProjectRole.LIBRARIAN: "librarian_same",
    ProjectRole.SITE_ADMIN: "site_admin",
}
STRANGERS = ("anonymous", "outsider", "librarian_other")


# Whom a case is made with, those first who come closest to the other answer: the
# least who may, the most who may not.
_FROM_LEAST = ("viewer", "contributor", "pi", "librarian_same", "site_admin")
_FROM_MOST = ("pi", "contributor", "viewer", "site_admin", "librarian_same")


def verdict(action, state, column):
    """What the table says: "allowed", or the status of the denial."""
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
    """One case for each answer among {case: answer}; a case begins with its person.

    Who may and who may not are those at the border between the two. Of several
    strangers, who get the same answer, another one comes up at each entry point
    (`seed`), so that all of them do.
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
