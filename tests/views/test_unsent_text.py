"""Pages that count answers tell of text that is not sent: who, where, when."""

import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.answering.drafts import DraftSave, save_draft
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.projects.projects import (
    PlanHasUnsentText,
    finish_plan,
    submit_plan,
)
from questionnaire.models import Edition, Membership, Question
from questionnaire.vocabulary import ProjectStatus, Role
from tests.questions import EVERY_GAP, page_address
from tests.template_versions import publish_next

WORDS = "Des mots que personne d’autre ne voit"
OF_COLLEAGUE = "Amina Diallo has unsent text"
OWN = "You have unsent text"


@pytest.fixture
def team(project, people):
    """Amina’s project: Paul decides with her, Omar contributes, Louise reads."""
    for user, role in (
        (people.paul, Role.PI),
        (people.omar, Role.CONTRIBUTOR),
        (people.louise, Role.VIEWER),
    ):
        Membership.objects.create(project=project, user=user, role=role)
    return project


@pytest.fixture
def draft(project, people):
    """A function that keeps a draft of Amina’s for a question."""

    def keep(label="1.1", html=f"<p>{WORDS}</p>", *, base=0, by=None):
        section, number = label.split(".")
        question = Question.objects.select_related("section").get(
            section__template=project.template_id,
            section__position=section,
            number=number,
        )
        own = OwnAnswer(
            project_id=project.pk,
            question=question,
            parts=question.parts.all(),
            language="en",
            author=by or people.amina,
        )
        content = {part.key: html for part in own.parts}
        save_draft(own, DraftSave(content, uuid.uuid4(), base))

    return keep


def read(client, user, address):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(main.replace("\N{NO-BREAK SPACE}", " ").split())


def address_of(name, project):
    if name == "by_member":
        return reverse("project_overview", args=[project.pk]) + "?view=members"
    if name == "projects":
        return reverse(name)
    if name in OF_QUESTION:
        return page_address(name, project, "1.1")
    number = [1] if name == "section" else []
    return reverse(name, args=[project.pk, *number])


OF_QUESTION = ["review_question", "combine", "team_answers"]
TEAM_PAGES = [
    "projects",
    "project_overview",
    "by_member",
    "submit",
    "review_queue",
    "review_send",
    "export",
    "plan_read",
    "assign_questions",
    "section",
    *OF_QUESTION,
]
# One’s own text stands there itself, with the line that says who sees it.
WHERE_ONE_WRITES = {"section", "team_answers"}


@pytest.mark.parametrize("name", TEAM_PAGES)
def test_pages_that_count_answers_tell_colleagues_of_unsent_text_without_its_words(
    client, people, team, draft, answer, name
):
    answer("1.1", by=people.omar)
    draft()

    page = read(client, people.paul, address_of(name, team))

    assert OF_COLLEAGUE in page
    assert WORDS not in page


@pytest.mark.parametrize(
    "name", sorted({*TEAM_PAGES, "my_questions"} - WHERE_ONE_WRITES)
)
def test_pages_that_count_answers_tell_the_author(
    client, people, team, draft, answer, name
):
    answer("1.1", by=people.omar)
    draft()

    assert OWN in read(client, people.amina, address_of(name, team))


def test_it_is_said_in_which_questions(client, people, team, draft):
    draft()
    draft("1.2")

    page = read(client, people.paul, address_of("export", team))

    assert "Amina Diallo has unsent texts in" in page
    assert re.findall(r">([1-6]\.\d)</a>, <time", page) == ["1.1", "1.2"]


def test_a_move_to_a_newer_template_tells_of_unsent_text(
    client, people, team, draft, template
):
    draft()
    publish_next(template)

    page = read(client, people.paul, address_of("template_move", team))

    assert OF_COLLEAGUE in page


def test_unsent_text_is_no_part_of_a_finished_plan(client, people, team, draft):
    draft()
    team.status = ProjectStatus.FINISHED
    team.save()

    for name in ("export", "plan_read"):
        assert "unsent" not in read(client, people.paul, address_of(name, team))


@pytest.mark.parametrize(
    "name",
    ["projects", "project_overview", "my_questions", "export", "plan_read", "section"],
)
def test_who_only_reads_is_not_told_of_unsent_text(client, people, team, draft, name):
    draft()

    page = read(client, people.louise, address_of(name, team))

    assert "unsent" not in page


def test_a_draft_that_says_what_the_version_says_counts_for_nothing(
    client, people, team, draft, answer
):
    answer("1.1", f"<p>{WORDS}</p>", language="en")
    draft(base=1)

    assert "unsent" not in read(
        client, people.paul, address_of("project_overview", team)
    )


@pytest.mark.parametrize("change", ["leaves", "only reads"])
def test_text_that_its_author_cannot_send_any_more_is_still_told_to_the_team(
    client, people, team, draft, answer, change
):
    answer("1.1", by=people.amina)
    draft(by=people.omar)
    membership = Membership.objects.get(project=team, user=people.omar)
    if change == "leaves":
        membership.delete()
    else:
        membership.role = Role.VIEWER
        membership.save()

    for name in (
        "project_overview",
        "submit",
        "review_queue",
        "review_question",
        "finish",
    ):
        if name == "finish":
            submit_plan(project_id=team.pk, by=people.amina)
        page = read(client, people.paul, address_of(name, team))
        assert "Omar Haddad has unsent text" in page, name
        assert "and can no longer send it" in page, name
        assert WORDS not in page


def test_who_ends_a_membership_reads_before_what_is_not_sent(
    client, people, team, draft
):
    draft(by=people.omar)
    theirs = Membership.objects.get(project=team, user=people.omar)

    page = read(client, people.paul, reverse("member", args=[team.pk, theirs.pk]))
    assert page.count("Omar Haddad has unsent text") == 2
    for title in ("Change the access</button>", "Remove<span"):
        before = page[: page.index(title)]
        assert "Omar Haddad has unsent text" in before[before.rindex("<form") - 900 :]
    assert WORDS not in page
    leaving = read(client, people.omar, reverse("members", args=[team.pk]))
    assert OWN in leaving[leaving.index("I want to leave") :]


# --- Finishing ----------------------------------------------------------------------


@pytest.fixture
def in_review(team, people):
    submit_plan(project_id=team.pk, by=people.amina)
    return team


@pytest.fixture
def send(client, people, in_review):
    """A function by which Paul finishes the plan, with what he ticks."""
    client.force_login(people.paul)

    def send(**data):
        return client.post(
            reverse("finish", args=[in_review.pk]), {**EVERY_GAP, **data}
        )

    return send


def test_finishing_over_unsent_text_needs_a_tick_of_its_own(
    client, people, in_review, draft, send
):
    draft()
    page = read(client, people.paul, address_of("finish", in_review))
    assert OF_COLLEAGUE in page
    assert "Finish without the unsent text in 1 question" in page

    refused = send()
    assert refused.status_code == 422
    assert "finish without the unsent text" in refused.content.decode()
    assert not Edition.objects.exists()

    seen = [text.answer_id for text in _unsent(refused)]
    assert send(accept_unsent="1", unsent=seen).status_code == 302
    assert WORDS not in str(Edition.objects.get().plan)


def _unsent(response):
    return [
        text for entry in response.context["outline"].unsent for text in entry.unsent
    ]


def test_a_draft_that_arrives_while_somebody_finishes_is_not_among_the_accepted(
    people, in_review, draft, send
):
    draft()
    seen = [text.answer_id for text in _unsent(send())]
    draft("1.2", by=people.omar)

    refused = send(accept_unsent="1", unsent=seen)

    assert refused.status_code == 422
    assert "Omar Haddad has unsent text" in refused.content.decode()
    assert not Edition.objects.exists()


def test_no_other_entry_finishes_over_unsent_text(people, in_review, draft):
    draft()

    with pytest.raises(PlanHasUnsentText):
        finish_plan(project_id=in_review.pk, by=people.paul, accept_gaps=True)


def test_one_sends_ones_own_text_from_the_page_that_tells_of_it(
    client, people, in_review, draft
):
    draft()
    client.force_login(people.amina)
    finish = reverse("finish", args=[in_review.pk])
    assert "Send it now" in client.get(finish).content.decode()

    sent = client.post(
        page_address("draft_send", in_review, "1.1"),
        {"language": "en", "back": "finish"},
    )

    assert sent.url == finish
    page = read(client, people.amina, finish)
    assert "unsent" not in page
    assert "Your text in 1.1 is sent, as version 1." in page


def test_the_plan_is_called_ready_only_when_nothing_is_open(
    client, people, in_review, draft, answer
):
    for question in Question.objects.filter(section__template=in_review.template_id):
        answer(f"{question.section.position}.{question.number}")
    ready = "The plan is ready."
    assert ready in read(client, people.paul, address_of("finish", in_review))

    draft()

    page = read(client, people.paul, address_of("finish", in_review))
    assert ready not in page
    assert "All 21 questions are answered." in page
