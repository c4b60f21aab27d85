"""The permissions that pages and actions check, against every cell of the table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from questionnaire.actions.opening import open_for_writing
from questionnaire.actions.people.accounts import AccountRefusal
from questionnaire.actions.people.erasing import erase_account
from questionnaire.models import Project, User
from questionnaire.permissions import (
    INSTITUTION_TABLE,
    TABLE,
    Forbidden,
    InstitutionPermission,
    InvalidState,
    NoAccess,
    Permission,
    SitePermission,
    get_institution_access,
    may_on_site,
    table,
)
from tests.permissions.table import (
    CELLS,
    COLUMN_OF_ROLE,
    COLUMNS,
    INSTITUTION_CELLS,
    ONCE_ERASED,
    PEOPLE,
    SITE_CELLS,
    STATES,
    STRANGERS,
    WHILE_ARCHIVED,
    WHILE_DELETED,
    institution_verdict,
    verdict_in_use,
    verdict_once_erased,
    verdict_while_archived,
    verdict_while_deleted,
)

SIGNED_IN = [person for person in PEOPLE if PEOPLE[person] != "anonymous"]


def test_the_site_has_the_table_that_was_agreed():
    """The cells, line by line."""
    ours = {
        permission.value: {
            **dict.fromkeys(STRANGERS, "DDD"),
            **{COLUMN_OF_ROLE[role]: cells for role, cells in row.items()},
        }
        for permission, row in TABLE.items()
    }

    assert set(TABLE) == set(Permission)
    assert ours == CELLS


def test_the_site_has_the_table_for_institutions_that_was_agreed():
    """The cells, line by line."""
    ours = {
        permission.value: {
            column: "A" if column in {COLUMN_OF_ROLE[each] for each in allowed} else "D"
            for column in COLUMNS
        }
        for permission, allowed in INSTITUTION_TABLE.items()
    }

    assert set(INSTITUTION_TABLE) == set(InstitutionPermission)
    assert ours == INSTITUTION_CELLS


def test_what_a_project_allows_that_is_put_away_is_what_was_agreed():
    assert (table.WHILE_ARCHIVED, table.WHILE_DELETED, table.ONCE_ERASED) == (
        WHILE_ARCHIVED,
        WHILE_DELETED,
        ONCE_ERASED,
    )


# How a project came and went: (the time of each, the verdict, people who have no place
# in it any more then).
NOW = timezone.now()
FATES = {
    "in use": ({}, verdict_in_use, ()),
    "archived": ({"archived_at": NOW}, verdict_while_archived, ()),
    "deleted": ({"deleted_at": NOW}, verdict_while_deleted, ()),
    "deleted from the archive": (
        {"archived_at": NOW, "deleted_at": NOW},
        verdict_while_deleted,
        (),
    ),
    "erased": (
        {"deleted_at": NOW, "erased_at": NOW},
        verdict_once_erased,
        ("viewer", "contributor", "pi"),
    ),
}


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("person", SIGNED_IN)
def test_the_rule_answers_as_the_table_says(project, everybody, person, fate):
    """Check each action × state, as actions do."""
    times, expected, without_place = FATES[fate]
    user, column = everybody[person], PEOPLE[person]
    if column in without_place:
        project.memberships.filter(user=user).delete()
        column = "outsider"
    answers = {}
    for state in STATES:
        Project.objects.filter(pk=project.pk).update(status=state, **times)
        for permission in Permission:
            answers[permission.value, state] = _ask(project.pk, user, permission)

    assert answers == {
        (action, state): expected(action, state, column)
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


@pytest.mark.parametrize("person", SIGNED_IN)
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
        action: institution_verdict(action, PEOPLE[person])
        for action in INSTITUTION_CELLS
    }


@pytest.mark.parametrize("person", PEOPLE)
def test_the_rule_for_the_site_answers_as_the_table_says(everybody, person):
    user = everybody[person] or AnonymousUser()

    assert {
        permission.value: may_on_site(user, permission)
        for permission in SitePermission
        # Its other refusals are tested with the action below.
        if permission is not SitePermission.DELETE_ME
    } == {
        action: cells[PEOPLE[person]] == "A"
        for action, cells in SITE_CELLS.items()
        if action != "account.delete_me"
    }


@pytest.mark.parametrize("person", SIGNED_IN)
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
