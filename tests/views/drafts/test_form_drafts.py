"""Drafts of forms over HTTP: signed for one person, sent once, found again."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from questionnaire.actions.team.members import remove_member
from questionnaire.mail.wording import notice_subject
from questionnaire.models import (
    Answer,
    Comment,
    FormDraft,
    Membership,
    Notice,
    Project,
)
from questionnaire.vocabulary import FormName
from tests.long_forms import LONG_FORMS, make_world
from tests.questions import page_address


@pytest.fixture
def world(project, people, answer, institution):
    return make_world(project, people, answer, institution)


def root_of(client, address, name):
    """The net of the form of this name on a page."""
    page = html.fromstring(client.get(address).content)
    [root] = page.xpath(f"//*[@data-form-draft][contains(@data-key, '#{name}')]")
    return root


def send(client, signed, user, fields, to="form_draft", **more):
    data = {
        "form": signed,
        "user": user.pk,
        "save_id": str(uuid.uuid4()),
        "fields": fields,
        **more,
    }
    return client.post(
        reverse(to),
        json.dumps(data),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


@pytest.fixture
def reopening(world, as_amina, people):
    """Amina’s page for reopening the plan; the signature of its form."""
    form = next(each for each in LONG_FORMS if each.name == FormName.REOPENING)
    form.prepare(world)
    address = form.address(world)
    return address, root_of(as_amina, address, "reopening").get("data-form-draft")


def test_a_text_is_kept_and_found_in_the_form_in_either_language(
    as_amina, people, reopening
):
    address, signed = reopening
    reply = send(as_amina, signed, people.amina, {"reason": "Un partenaire"})
    french = address.replace("/en/", "/fr/")

    assert reply.status_code == 200
    assert reply.json()["revision"] == 1
    for page in (address, french):
        root = root_of(as_amina, page, "reopening")
        assert json.loads(root.get("data-stored")) == {"reason": "Un partenaire"}
    # As text: the time goes into a sentence of the script.
    assert re.search(r"\d{4}", root.get("data-saved"))
    assert "<" not in root.get("data-saved")


def test_only_whom_a_form_was_shown_to_keeps_text_for_it(client, people, reopening):
    _address, signed = reopening
    client.force_login(people.omar)

    stolen = send(client, signed, people.omar, {"reason": "x"})
    forged = send(client, signed[:-2] + "aa", people.omar, {"reason": "x"})
    odd = [send(client, each, people.omar, {}) for each in (None, 3, [], "", "a:b")]

    assert {each.status_code for each in (stolen, forged, *odd)} == {422}
    assert not FormDraft.objects.exists()


def test_an_ended_session_or_another_person_is_told_to_sign_in(
    client, people, reopening
):
    _address, signed = reopening
    other = send(client, signed, people.paul, {"reason": "x"})
    client.logout()
    nobody = send(client, signed, people.amina, {"reason": "x"})

    assert (other.status_code, nobody.status_code) == (401, 401)
    assert nobody.json() == {"error": "signed_out"}


def test_a_text_that_cannot_be_kept_is_refused_in_words(as_amina, people, reopening):
    _address, signed = reopening
    reply = send(as_amina, signed, people.amina, {"reason": "a\0b"})

    assert reply.status_code == 422
    assert "U+0000" in reply.json()["message"]


def test_text_typed_after_losing_the_project_is_kept_all_the_same(
    client, world, people
):
    client.force_login(people.paul)
    address = page_address("submit", world.project)
    signed = root_of(client, address, "submission").get("data-form-draft")
    Membership.objects.filter(user=people.paul).delete()

    reply = send(client, signed, people.paul, {"message": "Bientôt fini"})
    page = client.get(reverse("recovered")).content.decode()

    assert reply.status_code == 200
    assert "Bientôt fini" in page
    assert "Message to the reviewers" in page


def test_a_kept_form_of_a_former_member_names_the_project_as_they_knew_it(
    client, world, people
):
    client.force_login(people.paul)
    address = page_address("submit", world.project)
    signed = root_of(client, address, "submission").get("data-form-draft")
    known = world.project.short_title
    send(client, signed, people.paul, {"message": "Bientôt fini"})
    place = Membership.objects.get(user=people.paul)
    remove_member(project_id=world.project.pk, membership_id=place.pk, by=people.amina)
    Project.objects.update(title="Titre secret", acronym="Secret")

    page = client.get(reverse("recovered")).content.decode()
    news = client.get(reverse("notices")).content.decode()

    assert known in page
    assert known in news
    assert "ecret" not in page + news
    assert "ecret" not in "".join(
        notice_subject(each) for each in Notice.objects.filter(recipient=people.paul)
    )


def test_a_kept_form_of_somebody_who_never_was_a_member_has_no_title(
    client, world, people
):
    FormDraft.objects.create(
        owner=people.omar,
        project=world.project,
        form=FormName.FEEDBACK,
        key="/x#feedback",
        address="/x",
        fields={"reply": "Des mots"},
        saved_at=timezone.now(),
        kept_until=timezone.now() + timedelta(days=1),
    )
    client.force_login(people.omar)

    page = client.get(reverse("recovered")).content.decode()

    assert "Des mots" in page
    assert world.project.short_title not in page


def test_a_librarians_kept_form_names_the_project_while_they_may_read_it(
    client, world, people
):
    form = next(each for each in LONG_FORMS if each.name == FormName.FEEDBACK)
    form.prepare(world)
    client.force_login(people.louise)
    signed = root_of(client, form.address(world), "feedback").get("data-form-draft")
    send(client, signed, people.louise, {"reply": "Des mots"})

    page = client.get(reverse("recovered")).content.decode()

    assert f"{world.project.short_title} – Feedback" in page


# --- Sending ---------------------------------------------------------------------


def test_what_is_sent_is_no_draft_any_more_and_the_browser_is_told(
    as_amina, people, reopening, world
):
    address, signed = reopening
    send(as_amina, signed, people.amina, {"reason": "Un partenaire"})
    name = str(uuid.uuid4())
    response = as_amina.post(
        address,
        {
            "reason": "Un partenaire",
            "form_draft": signed,
            "form_draft_sending": name,
        },
    )

    assert response.status_code == 302
    assert not FormDraft.objects.exists()
    assert response.cookies["sent_forms"].value == name
    assert not response.cookies["sent_forms"]["httponly"]


def test_a_refused_form_stays_a_draft_and_the_page_says_that_it_gives_back(
    as_amina, people, reopening
):
    address, signed = reopening
    send(as_amina, signed, people.amina, {"reason": "Un partenaire"})
    response = as_amina.post(address, {"reason": "", "form_draft": signed})

    assert response.status_code == 422
    assert "data-returned" in response.content.decode()
    assert FormDraft.objects.exists()
    assert "sent_forms" not in response.cookies


@pytest.mark.parametrize(
    ("kept", "name"),
    [
        (FormName.COMBINATION, "combine"),
        (FormName.REQUEST, "review_request"),
        (FormName.DECISION, "review_decide"),
    ],
)
def test_a_lone_members_text_stays_a_draft_when_no_review_is_needed_any_more(
    as_amina, world, people, kept, name
):
    form = next(each for each in LONG_FORMS if each.name == kept)
    form.prepare(world)
    signed = root_of(as_amina, form.address(world), form.key(world)).get(
        "data-form-draft"
    )
    send(as_amina, signed, people.amina, {"note": "Pourquoi"})
    Membership.objects.filter(user=people.paul).delete()
    # All that is written is by one person, so that there is nothing to decide.
    Answer.objects.filter(author=people.amina).update(author=people.paul, language="en")
    response = as_amina.post(world.page(name, "1.1"), {"form_draft": signed})

    assert response.status_code == 302
    assert FormDraft.objects.get().fields == {"note": "Pourquoi"}


def test_a_form_that_is_carried_through_signing_in_stays_a_draft_until_confirmed(
    client, people, reopening
):
    address, signed = reopening
    send(client, signed, people.amina, {"reason": "Un partenaire"})
    client.logout()
    data = {"reason": "Un partenaire", "form_draft": signed}
    response = client.post(address, data)
    client.force_login(people.amina)
    confirmation = client.get(reverse("carried_forms")).content.decode()

    assert response.status_code == 302
    assert FormDraft.objects.exists()
    texts = html.fromstring(confirmation).xpath(
        "//main//text()[not(ancestor::textarea)]"
    )
    shown = " ".join(texts)
    assert "Un partenaire" in shown
    assert signed not in shown
    client.post(address, {**data, "carried_form": "x"})
    assert not FormDraft.objects.exists()


def test_a_comment_sent_by_htmx_takes_its_draft_with_it_and_no_other(
    as_amina, world, people
):
    address = world.page("comments", "1.1")
    comment = root_of(as_amina, address, "comment").get("data-form-draft")
    reply = root_of(as_amina, address, "reply").get("data-form-draft")
    send(as_amina, comment, people.amina, {"body": "Moitié"})
    send(as_amina, reply, people.amina, {"body": "Réplique"})
    data = {"body": "Moitié", "save_id": uuid.uuid4(), "form_draft": comment}

    refused = as_amina.post(
        address, {**data, "body": ""}, headers={"HX-Request": "true"}
    )
    assert (refused.status_code, FormDraft.objects.count()) == (422, 2)
    sent = as_amina.post(address, data, headers={"HX-Request": "true"})

    assert sent.status_code == 200
    assert Comment.objects.filter(body="Moitié").exists()
    assert [each.fields["body"] for each in FormDraft.objects.all()] == ["Réplique"]


# --- Setting aside -----------------------------------------------------------------


def test_text_that_is_set_aside_is_listed_and_put_back_into_its_form(
    as_amina, people, reopening
):
    address, signed = reopening
    send(as_amina, signed, people.amina, {"reason": "Premier jet"})
    send(as_amina, signed, people.amina, {}, to="form_draft_stash")
    assert root_of(as_amina, address, "reopening").get("data-stored") is None
    page = as_amina.get(reverse("recovered")).content.decode()
    assert "Premier jet" in page
    assert "Reason for reopening the plan" in page

    kept = FormDraft.objects.get()
    response = as_amina.post(reverse("form_draft_restore", args=[kept.pk]))

    assert response.url == address
    root = root_of(as_amina, address, "reopening")
    assert json.loads(root.get("data-stored")) == {"reason": "Premier jet"}


def test_a_draft_that_waits_is_listed_with_the_way_to_its_form(as_amina, people, world):
    form = next(each for each in LONG_FORMS if each.name == FormName.REQUEST)
    form.prepare(world)
    root = root_of(as_amina, form.address(world), form.key(world))
    fields = {
        "body": "Combien?",
        "suggestion-part_answer": "<p>Cent <strong>gigaoctets</strong>.</p><script>",
    }
    send(as_amina, root.get("data-form-draft"), people.amina, fields)

    page = as_amina.get(reverse("recovered")).content.decode()

    assert "Combien?" in page
    assert "Cent <strong>gigaoctets</strong>." in page
    assert form.address(world) in page


def test_rows_of_a_table_are_readable_among_recovered_drafts(as_amina, people, world):
    form = next(each for each in LONG_FORMS if each.name == FormName.COMBINATION)
    form.prepare(world)
    root = root_of(as_amina, form.address(world), form.key(world))
    rows = '[{"name": "Films", "size": "2"}, {"name": "Sons"}]'
    fields = {"result-part_datasets": rows, "take": "datasets-1\ndatasets-2"}
    send(as_amina, root.get("data-form-draft"), people.amina, fields)

    page = as_amina.get(reverse("recovered")).content.decode()

    assert "Films | 2" in page
    assert "datasets-1" not in page


def test_the_drafts_of_a_page_cost_one_query_whatever_their_number(
    as_amina, people, world, django_assert_num_queries
):
    address = world.page("comments", "1.1")
    with CaptureQueriesContext(connection) as before:
        as_amina.get(address)
    count, sql = len(before), [each["sql"] for each in before]
    for name in ("comment", "reply", "correction"):
        signed = root_of(as_amina, address, name).get("data-form-draft")
        send(as_amina, signed, people.amina, {"body": name})

    with django_assert_num_queries(count):
        as_amina.get(address)
    assert sum("formdraft" in each for each in sql) == 1
