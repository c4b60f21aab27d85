"""The pages of an export of many plans."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.projects.projects import reopen_plan
from questionnaire.exports.bulk import work as bulk_work
from questionnaire.exports.store import files
from questionnaire.models import (
    BulkExport,
    Institution,
    InstitutionRole,
    Project,
    SiteEvent,
    WorkerBeat,
)
from questionnaire.views.library import bulk_exports
from questionnaire.vocabulary import BulkExportState, ItemState
from tests.bulk_exports import finished_editions, start


@pytest.fixture(autouse=True)
def _words_for_files(monkeypatch, settings):
    # On a slow machine, a worker must not count as dead.
    settings.BULK_EXPORT_LEASE_SECONDS = 600
    monkeypatch.setattr(
        files, "render_in_slot", lambda slot, record, *job: repr(job[:2]).encode()
    )


@pytest.fixture
def nobody_works(monkeypatch):
    """Let exports be started without any worker."""
    monkeypatch.setattr(bulk_exports, "begin_work", lambda export_id: None)


@pytest.fixture
def editions(small_template, people, institution):
    return finished_editions(
        3, by=people.amina, template=small_template, institution=institution
    )


@pytest.fixture
def as_louise(client, people):
    client.force_login(people.louise)
    return client


@pytest.fixture
def address(institution):
    """A function (name, export) that gives the address of a page."""

    def of(name, *arguments):
        return reverse(name, args=[institution.pk, *arguments])

    return of


@pytest.fixture
def export(editions, people, institution):
    return start(editions, by=people.louise, institution=institution)


@pytest.fixture
def done(export):
    bulk_work.work_on_export.call(str(export.pk))
    export.refresh_from_db()
    assert export.state == BulkExportState.DONE
    return export


def ids(editions):
    return [str(edition.project_id) for edition in editions]


def fields(**changes):
    return {
        "formats": ["pdf"],
        "languages": ["fr"],
        "unanswered": "on",
        "contributors": "on",
        "save_id": uuid.uuid4(),
    } | changes


def test_the_page_says_how_many_plans_and_what_is_left_out(
    as_louise, address, editions, people
):
    reopen_plan(project_id=editions[0].project_id, by=people.amina, reason="Erreur.")

    for response in (
        as_louise.get(address("bulk_export_new"), {"project": ids(editions)}),
        as_louise.post(address("bulk_export_new"), {"project": ids(editions)}),
    ):
        page = response.content.decode()
        assert response.status_code == 200
        assert "Export 2 plans" in page
        assert "1 plan of your choice is not finished and is left out." in page
    assert BulkExport.objects.count() == 0


def test_an_export_is_started_made_and_downloaded(as_louise, address, editions, people):
    response = as_louise.post(
        address("bulk_export_new"),
        fields(project=ids(editions[:2]), formats=["pdf", "docx"]),
        follow=True,
    )

    export = BulkExport.objects.get()
    assert response.redirect_chain == [(address("bulk_export", export.pk), 302)]
    page = response.content.decode()
    assert "2 of 2 plans were exported" in page
    answer = as_louise.get(address("bulk_export_download", export.pk))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/zip"
    assert int(answer["Content-Length"]) == len(content)
    assert answer["Content-Disposition"].endswith('_export-1.zip"')
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len([name for name in archive.namelist() if "/" in name]) == 4
    assert SiteEvent.objects.filter(verb="plans.fetched", actor=people.louise).exists()


def test_all_that_the_desk_shows_can_be_exported(
    as_louise, address, editions, nobody_works
):
    as_louise.post(
        address("bulk_export_new"),
        fields(all="1", query="show=all&funder=CRSH", formats=["docx"]),
    )

    export = BulkExport.objects.get()
    assert export.items.count() == 3
    assert export.query == "show=all&funder=CRSH"


def test_sending_the_page_twice_starts_one_export(
    as_louise, address, editions, nobody_works
):
    sent = fields(all="1", query="show=new")

    first, second = (
        as_louise.post(address("bulk_export_new"), sent) for _time in range(2)
    )

    assert first.url == second.url
    assert BulkExport.objects.count() == 1


def test_the_choices_of_last_time_are_ticked(as_louise, address, export):
    page = as_louise.get(address("bulk_export_new"), {"all": "1", "query": "show=all"})

    form = page.context["form"]
    assert form["formats"].value() == ["pdf"]
    assert form["languages"].value() == ["fr"]


def test_the_first_time_everything_is_ticked(as_louise, address, editions):
    form = as_louise.get(address("bulk_export_new"), {"all": "1"}).context["form"]

    assert form["formats"].value() == ["pdf", "docx"]
    assert form["languages"].value() == ["fr", "en"]
    assert not form["packages"].value()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_plan_chosen_is_said_in_words(as_louise, address, editions, method):
    response = getattr(as_louise, method)(address("bulk_export_new"))

    assert response.status_code == 422
    assert "Select at least one plan." in response.content.decode()


def test_a_choice_of_unfinished_plans_only_is_explained(as_louise, address, editions):
    Project.objects.update(status="drafting")

    chosen = {"all": "1", "query": "show=all"}
    response = as_louise.get(address("bulk_export_new"), chosen)

    assert response.status_code == 422
    assert "None of the plans chosen is finished." in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"formats": []}, "Choose at least one format, or the packages."),
        ({"languages": []}, "Choose at least one language."),
        ({"formats": ["exe"]}, "There is a problem"),
        ({"languages": ["de"]}, "There is a problem"),
        ({"save_id": "x"}, "There is a problem"),
    ],
)
def test_bad_choices_are_refused_and_the_plans_stay_chosen(
    as_louise, address, editions, changes, words
):
    response = as_louise.post(
        address("bulk_export_new"), fields(project=ids(editions), **changes)
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert all(f'name="project" value="{each}"' in page for each in ids(editions))


@pytest.mark.parametrize("again", ["x", "00000000-0000-4000-8000-000000000000"])
def test_forged_ids_are_no_error_of_the_site(as_louise, address, editions, again):
    url = address("bulk_export_new")

    assert as_louise.get(url, {"again": again}).status_code == 404
    assert as_louise.get(url, {"project": ["x", "1", again]}).status_code == 422


def test_plans_of_another_institution_are_never_chosen(as_louise, address, editions):
    Project.objects.update(
        institution=Institution.objects.create(name_fr="Ailleurs", name_en="Afar")
    )

    for choice in ({"all": "1"}, {"project": ids(editions)}):
        response = as_louise.post(address("bulk_export_new"), fields(**choice))
        assert response.status_code == 422
    assert BulkExport.objects.count() == 0


def test_a_fourth_export_at_once_is_refused_in_words(
    as_louise, address, editions, nobody_works
):
    for _time in range(3):
        as_louise.post(address("bulk_export_new"), fields(project=ids(editions)))

    response = as_louise.post(address("bulk_export_new"), fields(project=ids(editions)))

    assert response.status_code == 422
    assert "several exports running already" in response.content.decode()


def test_the_page_of_a_running_export_polls_and_reloads_without_scripts(
    as_louise, address, export
):
    export.items.filter(position=1).update(
        state=ItemState.DONE, finished_at=timezone.now()
    )

    page = as_louise.get(address("bulk_export", export.pk)).content.decode()

    assert "Plans: 1 of 3" in page
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    part = as_louise.get(
        address("bulk_export", export.pk), headers={"HX-Request": "true"}
    )
    assert "33% of the files" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_polling_page_is_reloaded_at_the_end(as_louise, address, done):
    response = as_louise.get(
        address("bulk_export", done.pk), headers={"HX-Request": "true"}
    )

    assert response["HX-Refresh"] == "true"


def test_the_time_left_follows_the_pace(
    as_louise, address, people, institution, small_template
):
    editions = finished_editions(
        30, by=people.amina, template=small_template, institution=institution
    )
    export = start(editions, by=people.louise, institution=institution)
    for item in export.items.filter(position__lte=10):
        item.state = ItemState.DONE
        item.finished_at = timezone.now() + timedelta(seconds=9 * item.position)
        item.save()
    BulkExport.objects.update(called_at=timezone.now())
    WorkerBeat.objects.create(worker="one")

    page = as_louise.get(address("bulk_export", export.pk)).content.decode()

    # 20 files of 9 seconds each.
    assert "about 3 minutes left" in page


def test_the_page_enqueues_workers_when_the_export_is_stalled(
    as_louise, address, export
):
    BulkExport.objects.update(called_at=timezone.now() - timedelta(hours=1))

    page = as_louise.get(address("bulk_export", export.pk), follow=True)

    assert page.status_code == 200
    export.refresh_from_db()
    assert export.state == BulkExportState.DONE


def test_failures_are_named_with_their_reason_and_tried_again(as_louise, address, done):
    done.items.filter(position=2).update(
        state=ItemState.FAILED, failure="too_long", reference="7F3K2A", file=None
    )

    page = as_louise.get(address("bulk_export", done.pk)).content.decode()
    assert "2 of 3 plans were exported" in page
    assert "The plan is too long to be laid out." in page
    assert "reference 7F3K2A" in page
    page = as_louise.post(address("bulk_export_retry", done.pk), follow=True)
    assert "1 file is being tried again." in page.content.decode()
    assert "3 of 3 plans were exported" in page.content.decode()


def test_an_export_is_cancelled_and_made_again(
    as_louise, address, export, nobody_works
):
    page = as_louise.post(address("bulk_export_cancel", export.pk), follow=True)
    assert "This export was cancelled" in page.content.decode()
    assert as_louise.get(address("bulk_export_download", export.pk)).status_code == 404

    again = as_louise.get(address("bulk_export_new"), {"again": export.pk})
    assert "Export 3 plans" in again.content.decode()
    assert again.context["form"]["formats"].value() == ["pdf"]
    as_louise.post(address("bulk_export_new"), fields(again=export.pk))
    newest = BulkExport.objects.order_by("-number").first()
    assert (newest.number, newest.items.count()) == (2, 3)


def test_what_has_expired_is_not_sent_but_can_be_made_again(as_louise, address, done):
    BulkExport.objects.update(expires_at=timezone.now())

    for name in ("bulk_export_download", "bulk_export_manifest"):
        response = as_louise.get(address(name, done.pk))
        assert response.url == address("bulk_export", done.pk)
    page = as_louise.get(address("bulk_export", done.pk)).content.decode()
    assert "no longer kept" in page
    assert f"?again={done.pk}" in page


ENDPOINTS = [
    ("get", "bulk_export"),
    ("get", "bulk_export_download"),
    ("get", "bulk_export_manifest"),
    ("post", "bulk_export_cancel"),
    ("post", "bulk_export_retry"),
]


@pytest.mark.parametrize(("method", "name"), ENDPOINTS)
@pytest.mark.parametrize("person", ["colleague", "administrator"])
def test_nobody_else_opens_an_export(
    client, address, done, people, institution, person, method, name
):
    if person == "colleague":
        InstitutionRole.objects.create(
            user=people.omar, institution=institution, role="librarian"
        )
    else:
        people.omar.is_staff = True
        people.omar.save()
    client.force_login(people.omar)

    assert getattr(client, method)(address(name, done.pk)).status_code == 404


@pytest.mark.parametrize(("method", "name"), ENDPOINTS)
def test_a_dismissed_librarian_can_no_longer_download(
    as_louise, address, done, people, method, name
):
    InstitutionRole.objects.filter(user=people.louise).delete()

    assert getattr(as_louise, method)(address(name, done.pk)).status_code == 404


def test_ones_exports_are_listed_and_a_ready_one_is_announced(as_louise, address, done):
    page = as_louise.get(address("bulk_exports")).content.decode()
    assert "Export 1" in page
    assert '<span class="count-badge">Ready</span>' in page

    as_louise.get(address("bulk_export", done.pk))

    page = as_louise.get(address("bulk_exports")).content.decode()
    assert '<span class="count-badge">Ready</span>' not in page


def test_pages_cost_the_same_for_one_plan_as_for_many(
    as_louise, address, people, institution, small_template, django_assert_num_queries
):
    for count in (1, 8):
        editions = finished_editions(
            count, by=people.amina, template=small_template, institution=institution
        )
        export = start(editions, by=people.louise, institution=institution)
        BulkExport.objects.update(called_at=timezone.now())
        # session, user, institution, role; export, leases, calling; counts, pace, and
        # whether a worker is alive, without which the page would promise minutes
        with django_assert_num_queries(9):
            as_louise.get(address("bulk_export", export.pk))
        # …; last export, which editions, editions, how many plans were chosen
        with django_assert_num_queries(7):
            as_louise.get(address("bulk_export_new"), {"project": ids(editions)})
        bulk_work.work_on_export.call(str(export.pk))
        as_louise.get(address("bulk_export", export.pk))
        # …; export, seen, counts, size
        with django_assert_num_queries(7):
            as_louise.get(address("bulk_export", export.pk))
    # …; exports, counts; editions kept of erased projects
    with django_assert_num_queries(6):
        as_louise.get(address("bulk_exports"))


@pytest.mark.usefixtures("nobody_works")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_export_that_nobody_works_on_says_so(
    as_louise, address, editions, people, institution, language
):
    export = start(editions, by=people.louise, institution=institution)
    page_address = address("bulk_export", export.pk).replace("/en/", f"/{language}/")
    waiting = {
        "en": "Waiting for a worker",
        "fr": "En attente du programme qui fait les fichiers",
    }

    assert waiting[language] in as_louise.get(page_address).content.decode()

    WorkerBeat.objects.create(worker="one")
    assert waiting[language] not in as_louise.get(page_address).content.decode()
