"""Institutions, their logos and librarians, and moving projects between them."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from questionnaire.actions.library.institutions import (
    LARGEST_LOGO,
    AlreadyLibrarian,
    appoint_librarian,
    create_institution,
    describe_institution,
    dismiss_librarian,
    set_logo,
)
from questionnaire.actions.projects.projects import (
    change_institution,
    describe_project,
    submit_plan,
)
from questionnaire.models import (
    Event,
    Institution,
    InstitutionLogo,
    Membership,
    Project,
    SiteEvent,
    User,
)
from questionnaire.permissions import (
    Forbidden,
    InvalidState,
    NoAccess,
    get_institution_access,
)
from questionnaire.vocabulary import ProjectStatus, Role, SiteVerb, Verb
from tests.picture_samples import JPEG, PNG, jpeg, png


@pytest.fixture
def admin(people):
    return User.objects.create_user("admin@example.org", name="Ada", is_staff=True)


@pytest.fixture
def elsewhere(db):
    return Institution.objects.create(name_fr="Ailleurs", name_en="Elsewhere")


def test_adding_and_changing_an_institution_writes_events(admin):
    made = create_institution(
        by=admin, name_fr="Un", name_en="One", ror="ROR.org/03rmrcq20"
    )
    describe_institution(institution_id=made.pk, by=admin, name_en="First", ror="")
    describe_institution(institution_id=made.pk, by=admin, name_en="First")

    assert made.ror == "https://ror.org/03rmrcq20"
    assert [
        (event.verb, event.data.get("fields")) for event in SiteEvent.objects.all()
    ] == [
        (SiteVerb.INSTITUTION_EDITED, ["name_en", "ror"]),
        (SiteVerb.INSTITUTION_CREATED, None),
    ]


def test_only_an_administrator_adds_or_changes_an_institution(people, institution):
    for person in (people.louise, people.amina):
        with pytest.raises(Forbidden):
            create_institution(by=person, name_fr="Un", name_en="One")
        with pytest.raises(Forbidden):
            describe_institution(institution_id=institution.pk, by=person, name_en="X")
        with pytest.raises(Forbidden):
            set_logo(institution_id=institution.pk, content=PNG, by=person)


@pytest.mark.parametrize(
    ("content", "media_type"), [(PNG, "image/png"), (JPEG, "image/jpeg")]
)
def test_the_type_of_a_logo_is_read_from_its_bytes(
    admin, institution, content, media_type
):
    set_logo(institution_id=institution.pk, content=content, by=admin)

    logo = InstitutionLogo.objects.get()
    assert (bytes(logo.content), logo.media_type) == (content, media_type)
    set_logo(institution_id=institution.pk, content=None, by=admin)
    assert not InstitutionLogo.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 50,
        PNG[:-4],
        JPEG[:-2],
        PNG[:-12] + b"\0" * LARGEST_LOGO + PNG[-12:],
    ],
)
def test_only_a_small_picture_is_accepted_as_a_logo(admin, institution, content):
    with pytest.raises(ValidationError):
        set_logo(institution_id=institution.pk, content=content, by=admin)


@pytest.mark.parametrize("make", [png, jpeg])
def test_a_logo_of_too_many_pixels_is_refused_with_its_size(admin, institution, make):
    with pytest.raises(ValidationError, match="this one has 60,000 by 40,000"):
        set_logo(institution_id=institution.pk, content=make(60_000, 40_000), by=admin)

    assert not InstitutionLogo.objects.exists()


def test_a_librarian_is_appointed_dismissed_and_notified_in_their_language(
    admin, people, institution, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        appoint_librarian(
            institution_id=institution.pk, user_id=people.omar.pk, by=admin
        )
    assert get_institution_access(people.omar, institution.pk)
    with pytest.raises(AlreadyLibrarian):
        appoint_librarian(
            institution_id=institution.pk, user_id=people.omar.pk, by=admin
        )
    people.omar.language = "fr"
    people.omar.save()
    with django_capture_on_commit_callbacks(execute=True):
        dismiss_librarian(
            institution_id=institution.pk, user_id=people.omar.pk, by=admin
        )

    with pytest.raises(NoAccess):
        get_institution_access(people.omar, institution.pk)
    assert [message.subject for message in mail.outbox] == [
        "You are now a librarian of Rivière University",
        "Vous n’êtes plus bibliothécaire\xa0: Université du Fleuve",
    ]
    assert f"/library/{institution.pk}/" in mail.outbox[0].body
    assert [event.verb for event in SiteEvent.objects.all()] == [
        SiteVerb.LIBRARIAN_DISMISSED,
        SiteVerb.LIBRARIAN_APPOINTED,
    ]


def test_a_librarian_cannot_appoint_anybody(people, institution):
    with pytest.raises(Forbidden):
        appoint_librarian(
            institution_id=institution.pk, user_id=people.omar.pk, by=people.louise
        )


def test_the_institution_changes_only_while_the_plan_is_drafted(
    project, people, institution, elsewhere
):
    """The rest of the description may still change in review."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    describe_project(project_id=project.pk, by=people.amina, institution=elsewhere)
    submit_plan(project_id=project.pk, by=people.amina)

    with pytest.raises(InvalidState):
        describe_project(
            project_id=project.pk, by=people.amina, institution=institution, acronym="X"
        )
    describe_project(
        project_id=project.pk,
        by=people.amina,
        institution=elsewhere,
        department="Lettres",
    )

    project.refresh_from_db()
    assert (project.institution, project.acronym, project.department) == (
        elsewhere,
        "Lichens",
        "Lettres",
    )


def test_an_administrator_can_always_change_it_and_an_event_is_written(
    project, admin, people, elsewhere
):
    targets = (elsewhere, project.institution, elsewhere)
    for status, target in zip(ProjectStatus.values, targets, strict=True):
        Project.objects.filter(pk=project.pk).update(status=status)
        change_institution(project_id=project.pk, by=admin, institution=target)

    moves = Event.objects.filter(project=project, verb=Verb.INSTITUTION_CHANGED)
    assert moves.count() == 3
    assert moves.last().data["former"]["en"] == "Rivière University"
    with pytest.raises(NoAccess):
        change_institution(project_id=project.pk, by=people.omar, institution=elsewhere)
