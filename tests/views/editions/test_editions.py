"""Finishing, reopening and reading editions."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.projects.projects import finish_plan, submit_plan
from questionnaire.actions.projects.reminders import send_date_reminders
from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.exports import FORMATS
from questionnaire.exports.store import files
from questionnaire.exports.store.edition_files import render_edition_files
from questionnaire.exports.store.rendering import RenderingFailed
from questionnaire.models import Edition, Membership, Project
from questionnaire.vocabulary import FileState, Language, Role, Verb
from tests.questions import EVERY_GAP, labels, page_address, slug_of


def test_finishing_with_gaps_asks_for_confirmation(as_amina, project, answer):
    answer("1.1")
    url = reverse("finish", args=[project.pk])

    asked = as_amina.post(url)
    confirmed = as_amina.post(url, {**EVERY_GAP})

    assert asked.status_code == 422
    assert "20 questions have no answer" in asked.content.decode()
    assert confirmed.url == reverse("editions", args=[project.pk])
    assert Edition.objects.get().number == 1


def test_finishing_twice_from_two_windows_makes_one_edition(as_amina, project):
    url = reverse("finish", args=[project.pk])

    as_amina.post(url, {**EVERY_GAP})
    second = as_amina.post(url, {**EVERY_GAP})

    assert second.status_code == 409
    assert Edition.objects.count() == 1


def test_reopening_and_finishing_again_makes_the_next_edition(as_amina, project):
    finish = reverse("finish", args=[project.pk])
    as_amina.post(finish, {**EVERY_GAP})
    as_amina.post(reverse("reopen", args=[project.pk]), {"reason": "Again."})
    as_amina.post(finish, {**EVERY_GAP})

    numbers = Edition.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_getting_the_address_of_reopening_changes_nothing(as_amina, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    assert as_amina.get(reverse("reopen", args=[project.pk])).status_code == 200
    project.refresh_from_db()
    assert project.is_finished


def test_an_edition_reads_as_it_was_frozen(as_amina, project, people, answer):
    answer("1.1", "<p>Premier texte.</p>")
    as_amina.post(reverse("finish", args=[project.pk]), {**EVERY_GAP})
    as_amina.post(reverse("reopen", args=[project.pk]), {"reason": "Again."})
    answer("1.1", "<p>Second texte.</p>", base=1)

    page = as_amina.get(reverse("edition", args=[project.pk, 1])).content.decode()

    assert "Premier texte." in page
    assert "Second texte." not in page
    assert as_amina.get(reverse("edition", args=[project.pk, 2])).status_code == 404


def test_a_team_sends_its_plan_to_review_and_takes_it_back(client, project, people):
    Membership.objects.create(project=project, user=people.paul, role="contributor")
    client.force_login(people.amina)
    overview = reverse("project_overview", args=[project.pk])
    assert "Send for review" in client.get(overview).content.decode()

    page = client.post(reverse("submit", args=[project.pk]), follow=True)
    assert "The plan is in review." in page.content.decode()
    assert "Back to drafting" in page.content.decode()
    assert "Finish the plan" in page.content.decode()

    page = client.post(reverse("back_to_drafting", args=[project.pk]), follow=True)
    assert "The plan is being drafted again." in page.content.decode()


def test_somebody_alone_is_asked_for_no_review(client, project, people):
    client.force_login(people.amina)

    page = client.get(reverse("project_overview", args=[project.pk]))

    assert "Send for review" not in page.content.decode()


def test_the_page_of_a_finished_plan_does_not_call_it_a_draft(as_amina, project):
    address = reverse("plan_read", args=[project.pk])
    assert "Data management plan · draft" in as_amina.get(address).content.decode()

    as_amina.post(reverse("finish", args=[project.pk]), {**EVERY_GAP})

    assert "Data management plan · finished" in as_amina.get(address).content.decode()


def test_reopening_needs_a_reason_which_stays_to_be_read(as_amina, project):
    as_amina.post(reverse("finish", args=[project.pk]), {**EVERY_GAP})
    reopen = reverse("reopen", args=[project.pk])
    refused = as_amina.post(reopen, {"reason": " "})
    project.refresh_from_db()
    assert refused.status_code == 422
    assert "Say why the plan is reopened." in refused.content.decode()
    assert project.is_finished

    as_amina.post(reopen, {"reason": "A partner joined."})
    page = as_amina.get(reverse("editions", args=[project.pk])).content.decode()
    assert "A partner joined." in page


def test_the_note_on_an_edition_stays_with_it(as_amina, project):
    as_amina.post(
        reverse("finish", args=[project.pk]),
        {**EVERY_GAP, "note": "For the ethics board."},
    )
    page = as_amina.get(reverse("editions", args=[project.pk])).content.decode()
    assert "For the ethics board." in page


def test_two_editions_are_compared_word_by_word(as_amina, project, answer):
    answer("1.1", "<p>Copiés chaque nuit.</p>")
    as_amina.post(reverse("finish", args=[project.pk]), {**EVERY_GAP})
    as_amina.post(reverse("reopen", args=[project.pk]), {"reason": "Again."})
    answer("1.1", "<p>Copiés chaque mois.</p>", base=1)
    answer("1.2", "<p>Neuf.</p>")
    as_amina.post(reverse("finish", args=[project.pk]), {**EVERY_GAP})
    compare = reverse("editions_compare", args=[project.pk])
    page = " ".join(as_amina.get(compare).content.decode().split())

    assert "2 questions changed" in page
    assert "<del>nuit</del>" in page
    assert "<ins>mois</ins>" in page

    as_amina.post(reverse("reopen", args=[project.pk]), {"reason": "Again."})
    now = as_amina.get(f"{compare}?from=2&to=now").content.decode()
    assert "No answer differs." in now
    assert as_amina.get(f"{compare}?from=99&to=x").status_code == 200


def test_comparing_without_an_edition_says_so(as_amina, project):
    page = as_amina.get(reverse("editions_compare", args=[project.pk]))
    assert "No edition yet" in page.content.decode()


def test_the_files_of_an_edition_are_made_once(project, people, monkeypatch):
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    made = []

    def render(slot, record, file_format, language, options):
        made.append((file_format, language))
        return b"file"

    monkeypatch.setattr(files, "render_in_slot", render)
    for _time in range(2):
        render_edition_files.call(edition.pk)

    assert sorted(made) == [
        ("docx", "en"),
        ("docx", "fr"),
        ("pdf", "en"),
        ("pdf", "fr"),
    ]
    assert {file.state for file in edition.files.all()} == {FileState.DONE}


def test_a_file_that_fails_stops_none_of_the_others(project, people, monkeypatch):
    edition = finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    def render(slot, record, file_format, language, options):
        if file_format == "pdf":
            raise RenderingFailed("broken")
        return b"file"

    monkeypatch.setattr(files, "render_in_slot", render)
    render_edition_files.call(edition.pk)

    states = edition.files.values_list("format", "state")
    assert set(states) == {("pdf", FileState.FAILED), ("docx", FileState.DONE)}


def test_members_are_notified_once_of_what_finishing_means_for_them(
    project, people, answer, django_capture_on_commit_callbacks
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    version = answer("1.1", by=people.paul)
    question = version.answer.question
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(question, "fr", version.pk, None)],
        batch=uuid.uuid4(),
    )
    submit_plan(project_id=project.pk, by=people.amina)
    with django_capture_on_commit_callbacks(execute=True):
        finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)

    [letter] = mail.outbox
    assert letter.to == [people.paul.email]
    assert "Agreed as you wrote it: 1.1" in letter.body


def test_what_is_open_is_shown_before_finishing(as_amina, project, people, answer):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1")
    answer("1.1", "<p>Autre.</p>", by=people.paul)
    submit_plan(project_id=project.pk, by=people.amina)
    page = as_amina.get(reverse("finish", args=[project.pk])).content.decode()

    assert "Several answers, none agreed: left out of the plan" in page
    assert page_address("review_question", project, "1.1") in page


def test_the_day_to_review_again_is_set_when_finishing(as_amina, project):
    finish = reverse("finish", args=[project.pk])
    day = timezone.localdate() + timedelta(days=10)
    as_amina.post(finish, {**EVERY_GAP, "review_on": day.isoformat()})

    project.refresh_from_db()
    assert project.is_finished
    assert project.review_on == day
    assert send_date_reminders(timezone.localdate()) == 1
    event = project.events.get(verb=Verb.PROJECT_EDITED)
    assert event.data == {"fields": ["review_on"]}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-01-01", "Choose a day that is still to come."),
        ("demain", "Enter a date as 2027-04-01."),
        ("2027-02-30", "Enter a date as 2027-04-01."),
    ],
)
def test_an_impossible_date_is_refused_beside_its_field(as_amina, project, day, words):
    finish = reverse("finish", args=[project.pk])
    sent = {**EVERY_GAP, "review_on": day, "note": "Kept."}
    refused = as_amina.post(finish, sent)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.index('id="id_review_on_error"') < page.index('name="review_on"')
    assert words in page
    assert "Kept." in page
    project.refresh_from_db()
    assert not project.is_finished


def test_today_is_not_accepted_as_a_review_date(as_amina, project):
    today = timezone.localdate().isoformat()
    finish = reverse("finish", args=[project.pk])
    sent = {**EVERY_GAP, "review_on": today}
    assert as_amina.post(finish, sent).status_code == 422


def test_the_day_set_before_is_shown_unless_it_is_over(as_amina, project):
    finish = reverse("finish", args=[project.pk])
    for days, shown in ((30, True), (-30, False)):
        day = timezone.localdate() + timedelta(days=days)
        Project.objects.filter(pk=project.pk).update(review_on=day)
        page = as_amina.get(finish).content.decode()
        assert (f'value="{day.isoformat()}"' in page) is shown


def test_an_empty_date_removes_it_and_a_missing_one_leaves_it(as_amina, project):
    finish = reverse("finish", args=[project.pk])
    day = timezone.localdate() + timedelta(days=30)
    Project.objects.filter(pk=project.pk).update(review_on=day)
    as_amina.post(finish, {**EVERY_GAP})
    project.refresh_from_db()
    assert project.review_on == day

    as_amina.post(reverse("reopen", args=[project.pk]), {"reason": "Again."})
    as_amina.post(finish, {**EVERY_GAP, "review_on": ""})
    project.refresh_from_db()
    assert project.review_on is None


def test_an_edition_names_its_template_and_those_who_contributed(
    as_amina, project, people, answer
):
    access = Membership.objects.create(
        project=project, user=people.paul, role=Role.CONTRIBUTOR
    )
    Membership.objects.create(project=project, user=people.omar, role=Role.VIEWER)
    answer("1.1", by=people.paul)
    submit_plan(project_id=project.pk, by=people.amina)
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    access.delete()
    page = as_amina.get(reverse("editions", args=[project.pk])).content.decode()

    assert f"{project.template.title}, version {project.template.version}" in page
    assert "Contributors: Amina Diallo, Paul Martin</p>" in page


def test_an_edition_is_offered_in_every_format_and_language(as_amina, project, people):
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    page = as_amina.get(reverse("editions", args=[project.pk])).content.decode()

    for file_format in FORMATS:
        for language in Language.values:
            address = reverse("export_edition", args=[project.pk, 1, file_format])
            assert f'href="{address}?language={language}"' in page


def test_the_tick_to_finish_with_gaps_is_for_those_that_the_page_named(
    as_amina, project, answer, people
):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    answer("1.1", by=people.paul)
    submit_plan(project_id=project.pk, by=people.amina)
    finish = reverse("finish", args=[project.pk])
    named = re.findall(
        r'name="gap" value="([^"]+)"', as_amina.get(finish).content.decode()
    )
    # Meanwhile a second answer leaves 1.1 undecided: the plan would lose it.
    answer("1.1", "<p>Autre.</p>")

    refused = as_amina.post(finish, {"accept_gaps": "1", "gap": named})

    assert refused.status_code == 422
    assert not project.editions.exists()
    named = re.findall(r'name="gap" value="([^"]+)"', refused.content.decode())
    assert slug_of("1.1") in named
    as_amina.post(finish, {"accept_gaps": "1", "gap": named})
    assert project.editions.exists()


def test_a_text_that_is_out_of_date_is_named_and_finished_over_only_with_a_tick(
    as_amina, project, answer
):
    answer("1.1", "<p>Deux téraoctets.</p>")
    answer("1.1", "<p>Two terabytes.</p>", language="en")
    answer("1.1", "<p>Trois téraoctets.</p>", base=1)
    address = page_address("finish", project)
    others = [slug for slug in EVERY_GAP["gap"] if slug != slug_of("1.1")]

    page = as_amina.get(address).content.decode()

    assert "1 text is out of date" in page
    assert "Text by Amina Diallo." in page
    assert "The English is out of date: the French changed on" in page
    assert f"{page_address('question', project, '1.1')}?in=en" in page
    refused = as_amina.post(address, {"accept_gaps": "1", "gap": others})
    assert refused.status_code == 422
    assert not project.editions.exists()
    assert as_amina.post(address, EVERY_GAP).status_code == 302


def test_a_plan_with_a_text_out_of_date_is_not_called_ready(as_amina, project, answer):
    for label in labels():
        answer(label, "<p>Deux téraoctets.</p>")
    answer("1.1", "<p>Two terabytes.</p>", language="en")
    address = page_address("finish", project)
    assert "The plan is ready." in as_amina.get(address).content.decode()

    answer("1.1", "<p>Trois téraoctets.</p>", base=1)

    page = as_amina.get(address).content.decode()
    assert "The plan is ready." not in page
    assert as_amina.post(address, {}).status_code == 422
