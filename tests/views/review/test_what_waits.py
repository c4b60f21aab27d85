"""What waits for a decision is one number, and is never agreed on without a look."""

import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.exports.answer_notes import gap_text
from questionnaire.exports.wording import wording
from questionnaire.models import Decision, Membership
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.outline import read_outline
from questionnaire.plan.record import read_record
from questionnaire.queries.review.queue import read_queue, waiting_entries
from questionnaire.vocabulary import QuestionStatus, Role
from tests.change_requests import ask_for_changes
from tests.questions import page_address as address

FRENCH = "<p>Deux téraoctets.</p>"


@pytest.fixture
def agree(project, people):
    """A function that agrees on a version."""

    def step(version):
        question = version.answer.question
        decide(
            project_id=project.pk,
            by=people.amina,
            choices=[Choice(question, version.answer.language, version.pk, None)],
            batch=uuid.uuid4(),
        )

    return step


def text(response):
    return " ".join(response.content.decode().split())


def test_a_text_in_the_other_language_written_since_waits_and_is_not_agreed_unseen(
    as_amina, project, paul, answer, agree
):
    agree(answer("1.1", FRENCH, by=paul))
    answer("1.1", "<p>Something else.</p>", by=paul, language="en")
    answer("1.2", FRENCH, by=paul)

    page = as_amina.get(address("review_queue", project))

    queue = page.context["queue"]
    assert [item.entry.label for item in queue.waiting] == ["1.1"]
    assert [item.entry.label for item in queue.undisputed] == ["1.2"]
    said = "1 question waits for a decision"
    assert said in text(page)
    for name in ("projects", "project_overview"):
        args = [] if name == "projects" else [project.pk]
        assert "1 question" in text(as_amina.get(reverse(name, args=args)))
    lines = re.findall(r'name="choice" value="([^"]+)"', text(page))
    as_amina.post(
        address("review_agree", project), {"choice": lines, "batch": uuid.uuid4()}
    )
    assert not Decision.objects.filter(language="en").exists()


def test_the_same_from_everybody_waits_and_can_be_agreed_on_in_one_step(
    as_amina, project, people, paul, answer
):
    answer("1.1", FRENCH)
    answer("1.1", FRENCH, by=paul)

    queue = read_queue(project, people.amina)

    waiting = waiting_entries(read_outline(project, people.amina))
    assert [item.entry.slug for item in queue.waiting] == [
        entry.slug for entry in waiting
    ]
    assert [item.entry.label for item in queue.undisputed] == ["1.1"]


def test_an_agreed_text_that_its_author_empties_waits_and_says_so(
    as_amina, project, paul, answer, agree
):
    theirs = answer("1.1", FRENCH, by=paul)
    agree(theirs)
    answer("1.1", "", base=1, by=paul)

    queue = as_amina.get(address("review_queue", project))
    [item] = queue.context["queue"].waiting
    assert item.entry.status is QuestionStatus.NEWER
    assert "Emptied by its author since agreed" in text(queue)
    page = as_amina.get(address("review_question", project, "1.1"))
    assert "its author has emptied the text in French" in text(page)
    overview = as_amina.get(address("project_overview", project))
    assert "emptied by its author since agreed" in text(overview)

    as_amina.post(
        address("review_decide", project, "1.1"),
        {
            "versions": str(theirs.pk),
            "batch": uuid.uuid4(),
            "base_fr": page.context["review"].base["fr"],
            "base_en": "",
            "seen": page.context["review"].entry.newest_version_id,
        },
    )
    assert not as_amina.get(address("review_queue", project)).context["queue"].waiting


def test_an_answer_that_somebody_else_empties_is_no_news(
    as_amina, project, paul, answer, agree
):
    answer("1.1", "<p>Autre.</p>")
    agree(answer("1.1", FRENCH, by=paul))
    answer("1.1", "", base=1)

    assert not as_amina.get(address("review_queue", project)).context["queue"].waiting


def test_the_queue_calls_agreed_only_what_somebody_agreed_on(
    as_amina, project, people, paul, answer
):
    ask_for_changes(answer("1.1", FRENCH, by=paul), people.amina)
    answer("1.1", "<p>Autre.</p>", base=1, by=paul)

    page = as_amina.get(address("review_queue", project))

    [item] = page.context["queue"].waiting
    assert not any(each.is_effective for each in item.candidates)
    assert "(in French) first answer" in text(page)


def test_people_who_answer_in_two_languages_differ_in_all_their_words(
    as_amina, project, people, paul, answer
):
    answer("1.1", "<p>Un deux trois quatre.</p>")
    answer("1.1", "<p>Un deux trois cinq.</p>", by=paul)
    answer("1.2", "<p>Nothing of it is the same here.</p>", language="en")
    answer("1.2", FRENCH, by=paul)

    queue = read_queue(project, people.amina)

    assert [item.entry.label for item in queue.waiting] == ["1.2", "1.1"]


def test_a_plan_says_that_changes_are_requested_of_one_of_several_answers(
    as_amina, project, people, paul, answer
):
    answer("1.1", FRENCH)
    ask_for_changes(answer("1.1", "<p>Autre.</p>", by=paul), people.amina)

    page = text(as_amina.get(address("plan_read", project)))
    assert "Changes requested: no answer is agreed on yet." in page
    assert "To decide" not in page
    plan = compose_plan(read_record(project.pk), "en")
    assert gap_text(plan.questions[0], wording(plan)) == (
        "Changes are requested; no answer has been chosen yet."
    )


def test_undoing_leaves_a_question_on_which_somebody_has_decided_since(
    as_amina, project, people, paul, answer
):
    """Another reviewer took a translation of what the first one had agreed on."""
    mine = answer("1.1", FRENCH)
    other = answer("1.1", "<p>Two TB.</p>", language="en", by=paul)
    Membership.objects.filter(user=paul).update(role=Role.PI)
    batch = uuid.uuid4()
    decide(
        project_id=project.pk,
        by=people.amina,
        choices=[Choice(mine.answer.question, "fr", mine.pk, None)],
        batch=batch,
    )
    decide(
        project_id=project.pk,
        by=paul,
        choices=[
            Choice(mine.answer.question, "en", other.pk, None, as_translation=True)
        ],
        batch=uuid.uuid4(),
    )
    before = Decision.objects.count()

    page = as_amina.post(address("review_undo", project), {"batch": batch}, follow=True)

    assert "1 question is left as it is" in text(page)
    assert "Undone" not in text(page)
    assert Decision.objects.count() == before
