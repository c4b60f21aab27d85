"""What waits for a decision is one number, and is never agreed on without a look."""

import re
import uuid

import pytest
from django.urls import reverse

from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.models import Decision
from questionnaire.plan.outline import read_outline
from questionnaire.queries.review.queue import read_queue, waiting_entries
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
