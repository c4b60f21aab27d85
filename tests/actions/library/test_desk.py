"""Saved views and ready remarks: who owns them, and which events they write."""

import pytest

from questionnaire.actions.library.desk import (
    NameTaken,
    delete_remark,
    delete_view,
    rename_view,
    save_remark,
    save_view,
)
from questionnaire.errors import NotFound
from questionnaire.models import (
    CannedRemark,
    Institution,
    InstitutionRole,
    SavedView,
    SiteEvent,
)
from questionnaire.permissions import NoAccess

TEXTS = {"title": "Licence", "body_fr": "Quelle licence?", "body_en": "Which licence?"}


@pytest.fixture
def view(institution, people):
    return save_view(
        institution_id=institution.pk, by=people.louise, name="Biologie", query="q=1"
    )


@pytest.fixture
def elsewhere(people):
    """Another institution, where Paul is a librarian."""
    other = Institution.objects.create(name_fr="Ailleurs", name_en="Elsewhere")
    InstitutionRole.objects.create(
        user=people.paul, institution=other, role="librarian"
    )
    return other


def test_a_remark_is_for_all_librarians_and_in_the_trail(institution, people):
    by = {"institution_id": institution.pk, "by": people.louise}
    remark = save_remark(**by, **TEXTS)
    save_remark(**by, remark_id=remark.pk, **TEXTS | {"title": "Licences"})
    delete_remark(**by, remark_id=remark.pk)

    assert not CannedRemark.objects.exists()
    assert [
        (event.verb, event.actor, event.target, event.data["title"])
        for event in SiteEvent.objects.order_by("pk")
    ] == [
        ("remark.saved", people.louise, f"institution:{institution.pk}", "Licence"),
        ("remark.saved", people.louise, f"institution:{institution.pk}", "Licences"),
        ("remark.deleted", people.louise, f"institution:{institution.pk}", "Licences"),
    ]


def test_librarians_of_another_institution_write_no_remarks_here(
    institution, people, elsewhere
):
    remark = save_remark(institution_id=institution.pk, by=people.louise, **TEXTS)

    with pytest.raises(NoAccess):
        save_remark(institution_id=institution.pk, by=people.paul, **TEXTS)
    with pytest.raises(NotFound):
        delete_remark(institution_id=elsewhere.pk, remark_id=remark.pk, by=people.paul)
    assert CannedRemark.objects.get() == remark


def test_a_persons_views_have_different_names(institution, people, view):
    by = {"institution_id": institution.pk, "by": people.louise}
    other = save_view(**by, name="Chimie", query="q=2")

    with pytest.raises(NameTaken):
        save_view(**by, name="Chimie", query="q=3")
    with pytest.raises(NameTaken):
        rename_view(**by, view_id=view.pk, name="Chimie")
    rename_view(**by, view_id=other.pk, name="Chimie")
    rename_view(**by, view_id=view.pk, name="Botanique")
    assert set(SavedView.objects.values_list("name", flat=True)) == {
        "Botanique",
        "Chimie",
    }


def test_a_view_belongs_to_its_owner_and_writes_no_event(institution, people, view):
    InstitutionRole.objects.create(
        user=people.omar, institution=institution, role="librarian"
    )
    with pytest.raises(NotFound):
        delete_view(institution_id=institution.pk, view_id=view.pk, by=people.omar)

    delete_view(institution_id=institution.pk, view_id=view.pk, by=people.louise)
    assert not SavedView.objects.exists()
    assert not SiteEvent.objects.exists()
