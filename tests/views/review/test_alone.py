"""A lone member never sees anything about review, until a colleague joins."""

import re
import uuid
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import translation

from questionnaire.actions.projects.projects import finish_plan, reopen_plan
from questionnaire.actions.review.decisions import Choice, decide
from questionnaire.actions.team.invitations import Offer, accept_invitation, invite
from questionnaire.models import (
    AnswerVersion,
    Comment,
    Decision,
    Event,
    Membership,
)
from questionnaire.vocabulary import ProjectStatus, Role

LINK = re.compile(r'(?:href|hx-get|action)="([^"#?]+)')
OF_REVIEW = re.compile(r"/(review|submit|requests|decisions|back-to-drafting)/")
WORDS = {
    "en": re.compile(r"\b(in review|reviewers?|the review|to review|agreed)\b", re.I),
    "fr": re.compile(r"\b(en révision|la révision|réviser|retenue?s?)\b", re.I),
}


@pytest.fixture
def written(project, people, answer):
    """Amina's project with answers, an edition, and a text changed since."""
    answer("1.1", "<p>Sur Borealis.</p>")
    answer("2.1", "<p>Des entretiens.</p>")
    finish_plan(project_id=project.pk, by=people.amina, accept_gaps=True)
    reopen_plan(project_id=project.pk, by=people.amina, reason="Encore.")
    answer("1.1", "<p>Sur Zenodo.</p>", base=1)
    return project


def walk(client, project, language):
    """{address: page} of all pages of a project that links reach."""
    with translation.override(language):
        waiting = [reverse("project_overview", args=[project.pk])]
    start, seen = waiting[0], {}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if "text/html" not in response.get("Content-Type", ""):
            continue
        seen[address] = page = response.content.decode()
        waiting.extend(
            found
            for found in set(LINK.findall(page))
            if found.startswith(start)
            and found not in seen
            and found not in waiting
            and "/export/" not in found
            and "plan." not in found
        )
    return seen


def said(page):
    """The visible text of a page, without markup and scripts."""
    main = re.sub(r"<(head|script|style|svg)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_of_a_lone_member_mentions_review(as_amina, written, language):
    pages = walk(as_amina, written, language)

    assert len(pages) > 25
    for address, page in pages.items():
        leading = [link for link in LINK.findall(page) if OF_REVIEW.search(link)]
        assert leading == [], address
        found = WORDS[language].search(said(page))
        assert not found, (
            f"{address}: …{said(page)[found.start() - 60 : found.end() + 40]}…"
        )


@pytest.mark.parametrize(
    "name",
    [
        "submit",
        "review_agree",
        "review_undo",
        "review_send",
        "review_decide",
        "review_request",
        "combine",
    ],
)
def test_addresses_of_review_do_nothing_for_a_lone_member(
    as_amina, written, people, name
):
    """Even if decisions were made while there were colleagues."""
    access = Membership.objects.create(
        project=written, user=people.paul, role=Role.CONTRIBUTOR
    )
    version = AnswerVersion.objects.filter(answer__question__number=1).latest("id")
    question = version.answer.question
    [made] = decide(
        project_id=written.pk,
        by=people.amina,
        choices=[Choice(question, "fr", version.pk, None)],
        batch=uuid.uuid4(),
    )
    access.delete()
    before = Event.objects.count(), Decision.objects.count(), Comment.objects.count()
    of_question = name in ("review_decide", "review_request", "combine")
    slug = [question.slug] if of_question else []
    sent = {
        "batch": made.batch,
        "versions": version.pk,
        "version": version.pk,
        "withdraw": "fr",
        "base_fr": made.pk,
        "choice": f"{question.slug}:fr:{version.pk}:{made.pk}",
        "body": "Autrement.",
        "message": "Voici.",
        "do": "save",
    }
    response = as_amina.post(reverse(name, args=[written.pk, *slug]), sent)

    leads_to = "finish" if name == "submit" else "project_overview"
    assert response.url == reverse(leads_to, args=[written.pk])
    assert before == (
        Event.objects.count(),
        Decision.objects.count(),
        Comment.objects.count(),
    )
    written.refresh_from_db()
    assert written.status == ProjectStatus.DRAFTING


# --- A colleague joins --------------------------------------------------------


@pytest.fixture
def joined(written, people):
    """Paul accepts Amina's invitation to the plan that she began alone."""
    EmailAddress.objects.create(
        user=people.paul, email=people.paul.email, verified=True, primary=True
    )
    [invitation] = invite(
        project_id=written.pk,
        emails=[people.paul.email],
        by=people.amina,
        offer=Offer(
            role=Role.CONTRIBUTOR,
            language="en",
        ),
    )
    accept_invitation(token=invitation.token, by=people.paul)
    return written


def test_the_page_that_invites_says_what_becomes_of_the_answers(as_amina, written):
    page = said(as_amina.get(reverse("members", args=[written.pk])).content.decode())

    assert "your answer stays in the plan as long as nobody else answers" in page


def test_answers_stay_agreed_when_a_colleague_joins(as_amina, joined, people):
    pages = {
        name: said(as_amina.get(reverse(name, args=[joined.pk])).content.decode())
        for name in ("project_overview", "review_queue", "plan_read")
    }

    assert "2 of 21 questions answered" in pages["project_overview"]
    assert "Send for review Review the answers" in pages["project_overview"]
    assert "To decide" not in pages["project_overview"]
    assert (
        "0 questions wait for a decision · 2 questions without differences"
        in (pages["review_queue"])
    )
    assert "Sur Zenodo. Text by Amina Diallo, version 2" in pages["plan_read"]
    assert not Decision.objects.exists()


def test_only_a_question_that_the_colleague_answers_too_is_to_be_decided(
    as_amina, joined, people, answer
):
    answer("1.1", "<p>Chez nous.</p>", by=people.paul)
    queue, plan = (
        said(as_amina.get(reverse(name, args=[joined.pk])).content.decode())
        for name in ("review_queue", "plan_read")
    )

    assert "1 question waits for a decision · 1 question without differences" in queue
    assert "Sur Zenodo." not in plan
    assert "Des entretiens." in plan
