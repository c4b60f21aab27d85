"""Every page of an institution checks permissions: one case of each answer."""

import logging
import uuid
from functools import partial

import pytest
from django.urls import reverse

from questionnaire.models import (
    BulkExport,
    CannedRemark,
    Edition,
    Holding,
    LocalGuidance,
    Question,
    SavedView,
)
from tests.permissions.pages import (
    Found,
    complaint,
    entry_points,
    methods_of,
    signed_in,
)
from tests.permissions.table import (
    INSTITUTION_PAGES,
    PEOPLE,
    institution_verdict,
    one_of_each,
)

PAGES = entry_points("institution_id")
FIELDS = {"guidance_compare": {"from": 0, "to": 1}}


def test_every_page_of_an_institution_checks_the_agreed_permission():
    assert {
        name: view.institution_permission.value
        for name, (view, _names) in PAGES.items()
    } == INSTITUTION_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_institution_opens_as_the_table_says(
    name, institution, everybody, caplog, institution_arguments
):
    caplog.set_level(logging.CRITICAL, "django.request")
    _view, names = PAGES[name]
    action = INSTITUTION_PAGES[name]
    expected = {
        (person,): institution_verdict(action, PEOPLE[person]) for person in everybody
    }
    wrong = []
    for (person,), answer in one_of_each(expected, name).items():
        user = everybody[person]
        client, data = signed_in(user), FIELDS.get(name, {})
        kwargs = {
            each: institution_arguments(each, user)
            for each in names
            if each != "institution_id"
        }
        here, nowhere = (
            reverse(name, kwargs=kwargs | {"institution_id": pk})
            for pk in (institution.pk, 999_999)
        )
        for method in methods_of(client, here):
            found = Found(client, method, here, data)
            unknown = Found(client, method, nowhere, data) if user else None
            if fault := complaint(found, unknown, answer):
                wrong.append(f"{method} {person}: {fault}")

    assert wrong == []


@pytest.fixture
def institution_arguments(project, institution, people):
    """A function (name, user) that gives the value of an argument of an address."""
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
    # Ids that no institution has, each different, to find them in the pages compared.
    values["remark_id"] = CannedRemark.objects.create(
        pk=7_001,
        institution=institution,
        title="Licence",
        body_fr="Canari.",
        body_en="Canary.",
    ).pk
    edition = Edition.objects.create(
        project=project, number=7_002, plan={}, finished_by=people.amina
    )
    deposit = Holding.objects.create(
        pk=7_003,
        edition=edition,
        institution=institution,
        kind="deposited",
        place="Canari",
        by=people.louise,
    )
    values |= {
        "plan_id": project.pk,
        "number": edition.number,
        "deposit_id": deposit.pk,
    }

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
    """A finished export of that person."""
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
