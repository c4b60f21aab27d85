"""What an institution holds of plans: exported by its librarians, or deposited."""

import pytest

from questionnaire.actions.library.bulk_exports import retry_failed_items
from questionnaire.actions.library.holdings import note_deposit, withdraw_deposit
from questionnaire.actions.people.merging import merge_accounts
from questionnaire.actions.projects.projects import change_institution
from questionnaire.errors import NotFound
from questionnaire.models import Holding, Institution, Project, SiteEvent, User
from questionnaire.permissions import NoAccess
from tests.bulk_exports import complete, finished_editions, start


@pytest.fixture
def editions(small_template, people, institution):
    return finished_editions(
        2, by=people.amina, template=small_template, institution=institution
    )


@pytest.fixture
def note(editions, people, institution):
    """Louise's note of where the first plan is deposited."""
    return note_deposit(
        institution_id=institution.pk,
        project_id=editions[0].project_id,
        number=1,
        by=people.louise,
        place="Borealis",
    )


def waiting():
    return set(Project.objects.filter(awaits_export=True).values_list("pk", flat=True))


def test_a_plan_counts_as_exported_once_all_its_files_are_made(
    editions, people, institution
):
    first, second = (edition.project_id for edition in editions)
    export = start(
        editions, by=people.louise, institution=institution, languages=["fr", "en"]
    )
    assert waiting() == {first, second}
    complete(export, failed=[second])

    assert waiting() == {second}
    held = Holding.objects.get()
    assert (held.edition, held.by, held.export) == (editions[0], people.louise, export)

    retry_failed_items(export=export, by=people.louise)
    complete(export)
    assert waiting() == set()
    assert Holding.objects.count() == 2


def test_an_export_that_failed_wholly_exported_nothing(editions, people, institution):
    export = start(editions, by=people.louise, institution=institution)
    complete(export, failed=[edition.project_id for edition in editions])

    assert not Holding.objects.exists()
    assert waiting() == {edition.project_id for edition in editions}


def test_another_institution_begins_without_what_the_former_one_holds(
    editions, people, institution, note
):
    assert waiting() == {editions[1].project_id}
    admin = User.objects.create_user("ada@example.org", name="Ada", is_staff=True)
    elsewhere = Institution.objects.create(name_fr="Ailleurs", name_en="Elsewhere")

    for there in (elsewhere, institution):
        change_institution(
            project_id=editions[0].project_id, by=admin, institution=there
        )
        is_back = there == institution
        assert (editions[0].project_id not in waiting()) is is_back


def test_a_note_is_in_the_trail_and_a_colleague_can_withdraw_it(
    editions, people, institution, note
):
    with pytest.raises(NoAccess):
        withdraw_deposit(
            institution_id=institution.pk, deposit_id=note.pk, by=people.omar
        )
    withdraw_deposit(
        institution_id=institution.pk, deposit_id=note.pk, by=people.louise
    )

    assert waiting() == {edition.project_id for edition in editions}
    events = SiteEvent.objects.filter(verb__startswith="deposit.").order_by("pk")
    assert [(event.verb, event.data["place"]) for event in events] == [
        ("deposit.noted", "Borealis"),
        ("deposit.withdrawn", "Borealis"),
    ]


def test_what_an_export_holds_is_never_withdrawn(editions, people, institution):
    complete(start(editions, by=people.louise, institution=institution))

    with pytest.raises(NotFound):
        withdraw_deposit(
            institution_id=institution.pk,
            deposit_id=Holding.objects.first().pk,
            by=people.louise,
        )


def test_a_note_is_made_of_own_plans_only(people, institution, project):
    Project.objects.update(institution=None)

    with pytest.raises(NotFound):
        note_deposit(
            institution_id=institution.pk,
            project_id=project.pk,
            number=1,
            by=people.louise,
            place="Borealis",
        )


def test_what_somebody_exported_follows_their_accounts(people, institution, note):
    admin = User.objects.create_user("ada@example.org", name="Ada", is_staff=True)

    merge_accounts(old_id=people.louise.pk, kept_id=people.omar.pk, by=admin)

    assert Holding.objects.get().by == people.omar
