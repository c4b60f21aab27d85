"""The pages of site administrators, and what everybody does with their account."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from questionnaire.models import (
    Event,
    Institution,
    InstitutionLogo,
    InstitutionRole,
    Membership,
    SiteEvent,
    User,
)
from questionnaire.permissions import get_institution_access
from questionnaire.templatetags.administration import headers
from questionnaire.vocabulary import Role, SiteVerb, Verb
from tests.picture_samples import PNG
from tests.questions import slug_of

LISTS = ("institutions", "people", "all_projects", "templates", "trail")


@pytest.fixture
def admin(people):
    return User.objects.create_user(
        "admin@example.org", password="correct horse", name="Ada", is_staff=True
    )


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


def test_administrators_sign_in_where_everybody_does(client, admin):
    address = reverse("admin:people")
    answer = client.get(address)

    assert answer["Location"] == f"{reverse('account_login')}?next={address}"
    form = {"login": admin.email, "password": "correct horse"}
    assert client.post(answer["Location"], form)["Location"] == address
    assert client.get(f"{reverse('admin:index')}login/").status_code == 404


def test_the_way_to_the_administration_is_shown_to_administrators(
    client, people, as_admin
):
    assert reverse("admin:index") in as_admin.get(reverse("projects")).content.decode()
    client.force_login(people.louise)
    page = client.get(reverse("projects")).content.decode()
    assert reverse("admin:index") not in page


@pytest.mark.parametrize("name", [*LISTS, "trail_projects"])
def test_lists_are_read_and_never_written(as_admin, project, name):
    address = reverse(f"admin:{name}")

    assert as_admin.get(address, {"q": "e"}).status_code == 200
    assert as_admin.post(address, {"action": "delete_selected"}).status_code == 405
    for page in ("add/", "1/change/", "1/delete/", "1/history/"):
        assert as_admin.get(address + page).status_code == 404


@pytest.mark.parametrize("name", [*LISTS, "trail_projects"])
def test_lists_head_their_columns_with_the_words_of_the_code(as_admin, project, name):
    changes = as_admin.get(reverse(f"admin:{name}")).context["cl"]
    methods = (
        getattr(changes.model_admin, column, None) for column in changes.list_display
    )
    wanted = [str(getattr(each, "short_description", "")) for each in methods]
    found = [str(header["text"]) for header in headers(changes)]

    assert [found[at] for at, words in enumerate(wanted) if words] == [
        words for words in wanted if words
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_lists_cost_the_same_for_few_and_for_many(
    as_admin, project, people, count, django_assert_max_num_queries
):
    for number in range(count):
        user = User.objects.create_user(f"u{number}@example.org", name=f"U {number}")
        SiteEvent.objects.create(verb="user.merged", target=f"user:{user.pk}")
        Event.objects.create(project=project, actor=user, verb="project.edited")
    # Session, user; two counts of Django’s, a page; names or choices of a filter.
    for name in (*LISTS, "trail_projects"):
        with django_assert_max_num_queries(7):
            as_admin.get(reverse(f"admin:{name}"))


def test_people_are_found_by_name_or_address_and_filtered(as_admin, people):
    found = as_admin.get(reverse("admin:people"), {"q": "omar@"}).content.decode()
    closed = as_admin.get(reverse("admin:people"), {"is_active__exact": "0"})

    assert "Omar Haddad" in found
    assert "Paul Martin" not in found
    assert "Omar Haddad" not in closed.content.decode()


def test_an_institution_is_added_with_its_logo_and_a_librarian(as_admin, people):
    data = {
        "name_fr": "Un",
        "name_en": "One",
        "ror": "03rmrcq20",
        "language": "fr",
        "logo": SimpleUploadedFile("logo.exe", PNG, "text/html"),
    }
    answer = as_admin.post(reverse("admin:institution_new"), data)
    institution = Institution.objects.get(name_en="One")

    assert answer["Location"] == reverse(
        "admin:institution_edit", args=[institution.pk]
    )
    assert institution.ror == "https://ror.org/03rmrcq20"
    assert InstitutionLogo.objects.get().media_type == "image/png"
    appoint = reverse("admin:librarian_appoint", args=[institution.pk])
    assert as_admin.post(appoint, {"email": "nobody@example.org"}).status_code == 422
    as_admin.post(appoint, {"email": people.omar.email.upper()})
    assert get_institution_access(people.omar, institution.pk)
    dismiss = reverse("admin:librarian_dismiss", args=[institution.pk])
    as_admin.post(dismiss, {"user": people.omar.pk})
    assert not InstitutionRole.objects.filter(user=people.omar).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ror", "https://ror.org/03rmrcq21"),
        ("name_en", ""),
        ("contact_email", "nowhere"),
        ("logo", SimpleUploadedFile("logo.png", b"<svg/>", "image/png")),
    ],
)
def test_what_is_wrong_with_an_institution_is_said_beside_the_field(
    as_admin, institution, field, value
):
    data = {"name_fr": "Un", "name_en": "One", "language": "fr", field: value}
    answer = as_admin.post(
        reverse("admin:institution_edit", args=[institution.pk]), data
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    institution.refresh_from_db()
    assert institution.name_fr == "Université du Fleuve"


def test_a_project_is_moved_and_every_look_leaves_a_trace(as_admin, project, admin):
    elsewhere = Institution.objects.create(name_fr="Ailleurs", name_en="Elsewhere")
    page = reverse("admin:project_institution", args=[project.pk])
    as_admin.get(page)
    accesses = Event.objects.filter(project=project, verb=Verb.PROJECT_ADMIN_ACCESS)
    assert accesses.count() == 1

    as_admin.post(page, {"institution": elsewhere.pk, "institution_name": ""})
    project.refresh_from_db()
    assert project.institution == elsewhere
    for name, more in (
        ("project_overview", []),
        ("plan_read", []),
        ("question", [slug_of("1.1")]),
        ("export", []),
    ):
        before = accesses.count()
        assert as_admin.get(reverse(name, args=[project.pk, *more])).status_code == 200
        assert accesses.count() == before + 1


def test_an_administrator_is_named_with_ones_own_password_only(as_admin, people):
    page = reverse("admin:person_administrator", args=[people.omar.pk])
    assert as_admin.post(page, {"password": "wrong"}).status_code == 422
    people.omar.refresh_from_db()
    assert not people.omar.is_staff

    as_admin.post(page, {"password": "correct horse"})
    people.omar.refresh_from_db()
    assert people.omar.is_staff
    as_admin.post(page, {"password": "correct horse"})
    people.omar.refresh_from_db()
    assert not people.omar.is_staff


def test_two_accounts_are_joined_after_a_second_look(as_admin, people):
    page = reverse("admin:person_merge", args=[people.omar.pk])
    seen = as_admin.post(page, {"email": people.paul.email})
    people.omar.refresh_from_db()

    assert "The account that stays: Paul Martin" in seen.content.decode()
    assert people.omar.is_active
    as_admin.post(page, {"email": people.paul.email, "confirmed": "1"})
    people.omar.refresh_from_db()
    assert people.omar.merged_into == people.paul
    again = as_admin.post(page, {"email": people.paul.email, "confirmed": "1"})
    assert again.status_code == 422


def test_a_person_is_erased_after_the_address_was_typed(as_admin, people, project):
    page = reverse("admin:person_erase", args=[people.omar.pk])
    assert as_admin.post(page, {"email": "omar"}).status_code == 422
    as_admin.post(page, {"email": people.omar.email})
    assert as_admin.get(reverse("admin:people"), {"q": "Omar"}).status_code == 200
    people.omar.refresh_from_db()
    assert people.omar.erased_at

    page = reverse("admin:person_erase", args=[people.amina.pk])
    refused = as_admin.post(page, {"email": people.amina.email})
    assert refused.status_code == 422
    [asked] = refused.context["form"].errors[f"parting_{project.pk.hex}"]
    assert project.title in asked


def test_an_account_is_closed_and_opened_from_its_page(as_admin, people):
    as_admin.post(reverse("admin:person_deactivate", args=[people.omar.pk]))
    page = as_admin.get(reverse("admin:person", args=[people.omar.pk]))
    assert "Open the account again" in page.content.decode()
    as_admin.post(reverse("admin:person_reactivate", args=[people.omar.pk]))
    people.omar.refresh_from_db()
    assert people.omar.is_active


def test_a_persons_data_is_handed_out_to_administrators_and_to_the_person(
    as_admin, client, people
):
    answer = as_admin.post(reverse("admin:person_data", args=[people.omar.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        assert "omar@example.org" in archive.read("account.json").decode()
    assert SiteEvent.objects.get().verb == SiteVerb.USER_EXPORTED

    client.force_login(people.omar)
    assert client.get(reverse("account_data")).status_code == 200
    answer = client.post(reverse("account_data"))
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer).startswith(b"PK")


def test_a_person_deletes_the_account_with_the_password(client, people, project):
    """Refused while a project would be left without a principal investigator."""
    page = reverse("account_delete")
    client.force_login(people.amina)
    refused = client.post(page, {"password": "correct horse"})
    assert refused.status_code == 422
    assert project.title in refused.content.decode()

    client.force_login(people.omar)
    assert client.post(page, {"password": "wrong"}).status_code == 422
    done = client.post(page, {"password": "correct horse"})
    people.omar.refresh_from_db()
    assert done["Location"] == reverse("account_login")
    assert people.omar.erased_at
    assert client.get(reverse("profile")).status_code == 302


def test_the_trails_name_who_did_what_to_whom(as_admin, admin, people, project):
    as_admin.post(reverse("admin:person_deactivate", args=[people.omar.pk]))
    page = as_admin.get(reverse("admin:trail")).content.decode()
    assert "deactivated an account" in page
    assert "Omar Haddad" in page

    page = as_admin.get(reverse("admin:trail_projects")).content.decode()
    assert "created the project" in page


def test_the_institution_of_a_plan_in_review_is_shown_and_not_changed(
    client, people, project, institution
):
    elsewhere = Institution.objects.create(name_fr="Ailleurs", name_en="Elsewhere")
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    client.force_login(people.amina)
    client.post(reverse("submit", args=[project.pk]))
    page = reverse("project_edit", args=[project.pk])
    shown = client.get(page).content.decode()
    assert "The institution can be changed while the plan is drafted." in shown

    data = {"title": "Autre titre", "language": "fr", "department": "Lettres"}
    refused = client.post(page, {**data, "institution": elsewhere.pk})
    assert refused.status_code == 422
    assert client.post(page, data).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.department, project.institution) == (
        "Autre titre",
        "Lettres",
        institution,
    )
    assert '<option value="Lettres">' in client.get(page).content.decode()
