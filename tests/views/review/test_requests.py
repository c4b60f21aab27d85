"""A request for changes says which text it is about, and waits for who can act."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from questionnaire.actions.projects.projects import submit_plan
from questionnaire.actions.review.rounds import send_review
from questionnaire.mail.comment_words import read_comment_words
from questionnaire.mail.links import notice_path
from questionnaire.mail.wording import notice_details
from questionnaire.models import Membership, Notice
from questionnaire.plan.outline import read_outline
from questionnaire.queries.review.queue import Reason, read_queue
from questionnaire.queries.review.rounds import read_round
from questionnaire.vocabulary import NoticeKind, QuestionStatus, Role
from tests.change_requests import ask_for_changes
from tests.questions import page_address


@pytest.fixture
def both(project, people, paul, answer):
    """Paul’s answer to 1.1, in French and in English."""
    return {
        "fr": answer("1.1", "<p>Sur le réseau.</p>", by=paul),
        "en": answer("1.1", "<p>On the network.</p>", by=paul, language="en"),
    }


def as_person(person):
    client = Client()
    client.force_login(person)
    return client


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "in French"), ("en", "in English")]
)
def test_a_request_says_on_every_page_which_language_it_is_about(
    project, people, paul, both, language, said
):
    submit_plan(project_id=project.pk, by=people.amina)
    request = ask_for_changes(both[language], people.amina)
    reviewer, author = as_person(people.amina), as_person(paul)

    asking = reviewer.get(
        page_address("review_request", project, "1.1"),
        {"version": both[language].pk},
    )
    assert f"Paul Martin, version 1, {said}" in words(asking)
    for client, name in (
        (reviewer, "review_question"),
        (author, "team_answers"),
    ):
        page = words(client.get(page_address(name, project, "1.1")))
        assert f"version 1, {said} · Waits for the author" in page, name
    queue = words(reviewer.get(page_address("review_queue", project)))
    assert f"Paul Martin, {said}" in queue
    sending = words(reviewer.get(page_address("review_send", project)))
    assert f"Changes asked for in 1.1, {said}: {request.body}" in sending


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whatever_leads_to_a_request_opens_the_text_that_it_is_about(
    project, people, paul, both, language
):
    submit_plan(project_id=project.pk, by=people.amina)
    ask_for_changes(both[language], people.amina)
    send_review(project_id=project.pk, by=people.amina)
    there = f"{page_address('question', project, '1.1')}?in={language}"
    author = as_person(paul)

    for page in (
        reverse("projects"),
        page_address("project_overview", project),
        page_address("team_answers", project, "1.1"),
    ):
        assert there in author.get(page).content.decode(), page
    notice = Notice.objects.get(kind=NoticeKind.REVIEWED)
    details = notice_details(notice, read_comment_words(paul, [notice]))
    said = "in French" if language == "fr" else "in English"
    assert (f"Changes asked for in 1.1, {said}: Pourquoi?", there) in [
        (each.text, each.path) for each in details
    ]


def test_news_of_an_answered_request_leads_to_the_text_that_answers_it(
    project, people, paul, both, answer
):
    ask_for_changes(both["en"], people.amina)
    made = answer("1.1", "<p>On Fleuve.</p>", by=paul, language="en", base=1)

    notice = Notice.objects.get(kind=NoticeKind.REQUEST_ANSWERED)
    page = as_person(people.amina).get(notice_path(notice))

    assert "On Fleuve." in page.content.decode()
    assert notice_path(notice).endswith(f"?to={made.pk}")
    details = notice_details(notice, read_comment_words(people.amina, [notice]))
    assert "What was asked for, in English: “Pourquoi?”" in [
        each.text for each in details
    ]


def leave(project, person):
    Membership.objects.filter(project=project, user=person).delete()


def become_reader(project, person):
    Membership.objects.filter(project=project, user=person).update(role=Role.VIEWER)


GONE = pytest.mark.parametrize("go", [leave, become_reader])


@GONE
def test_nobody_is_asked_for_changes_who_can_no_longer_write(
    project, people, paul, both, answer, go
):
    answer("1.1", "<p>À moi.</p>")
    submit_plan(project_id=project.pk, by=people.amina)
    go(project, paul)
    reviewer = as_person(people.amina)
    asking = page_address("review_request", project, "1.1")

    with pytest.raises(ValidationError):
        ask_for_changes(both["fr"], people.amina)
    page = reviewer.get(
        page_address("review_question", project, "1.1"), {"to": both["fr"].pk}
    )
    assert asking not in page.content.decode()
    landed = reviewer.get(asking, {"version": both["fr"].pk}, follow=True)
    assert "Paul Martin can no longer write in this project." in words(landed)
    sent = reviewer.post(
        asking,
        {
            "version": both["fr"].pk,
            "body": "Où donc?",
            "save_id": "7b0e9a3c-3a0a-4d6e-9d43-0d7c6a1c5b11",
            "suggestion-language": "fr",
        },
    )
    assert sent.status_code == 422
    assert "Où donc?" in sent.content.decode()


@GONE
def test_a_request_to_somebody_who_has_gone_waits_for_a_principal_investigator(
    project, people, paul, both, answer, go
):
    answer("1.1", "<p>À moi.</p>")
    answer("1.2", "<p>À moi.</p>")
    submit_plan(project_id=project.pk, by=people.amina)
    ask_for_changes(both["fr"], people.amina)
    before = read_outline(project, people.amina).questions[0]
    assert before.status is QuestionStatus.CHANGES_REQUESTED

    go(project, paul)

    entry = read_outline(project, people.amina).questions[0]
    queue = read_queue(project, people.amina)
    assert entry.status is QuestionStatus.TO_DECIDE
    assert queue.requests == ()
    assert (
        Reason.STRANDED
        in {each.entry.label: each.reasons for each in queue.waiting}["1.1"]
    )
    reviewer = as_person(people.amina)
    if go is become_reader:
        page = words(reviewer.get(page_address("review_question", project, "1.1")))
        assert "Waits for a principal investigator" in page
        assert "Paul Martin can no longer write here" in page
    home = reviewer.get(reverse("projects")).content.decode()
    assert page_address("review_question", project, "1.1") in home
    # Nobody is told of a request that they cannot answer.
    if go is become_reader:
        assert not any(each.requests for each in read_round(project, people.amina))
    gone = as_person(paul)
    assert "You are asked for changes" not in words(gone.get(reverse("projects")))


@GONE
def test_the_only_answer_of_somebody_who_has_gone_waits_for_a_decision(
    project, people, paul, both, answer, go
):
    answer("1.2", "<p>À moi.</p>")
    submit_plan(project_id=project.pk, by=people.amina)
    ask_for_changes(both["fr"], people.amina)

    go(project, paul)

    [item] = [
        each
        for each in read_queue(project, people.amina).waiting
        if each.entry.label == "1.1"
    ]
    assert item.reasons == (Reason.STRANDED,)
