"""Undoing a step of review returns the state before it."""

import uuid
from types import SimpleNamespace

import pytest

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.review.choices import Choice, newest_decisions
from questionnaire.actions.review.decisions import (
    Combination,
    combine,
    decide,
    undo_decisions,
)
from questionnaire.models import Comment, Decision, Membership, MoveCheck
from questionnaire.plan.reading import resolutions
from questionnaire.queries.review.rounds import read_round
from questionnaire.vocabulary import CheckKind, QuestionStatus, Role
from tests.change_requests import ask_for_changes


@pytest.fixture
def paul(project, people):
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


@pytest.fixture
def steps(project, people):
    """What Amina does in review; each decision can be undone."""

    def agree(version, **more):
        question, language = version.answer.question, version.answer.language
        newest = newest_decisions(project, question, language).first()
        batch = uuid.uuid4()
        decide(
            project_id=project.pk,
            by=people.amina,
            choices=[
                Choice(
                    question,
                    language,
                    version.pk,
                    newest.pk if newest else None,
                    **more,
                )
            ],
            batch=batch,
        )
        return batch

    def ask(version):
        return ask_for_changes(version, people.amina)

    def undo(batch):
        return undo_decisions(project_id=project.pk, by=people.amina, batch=batch)

    def state():
        [found] = resolutions([project.pk]).values()
        requests = Comment.objects.filter(project=project, resolved_at=None)
        return (
            found.status,
            {name: each.version_id for name, each in found.effective.items()},
            found.leading_language,
            found.rival and found.rival.version_id,
            sorted(requests.values_list("pk", flat=True)),
        )

    return SimpleNamespace(agree=agree, ask=ask, undo=undo, state=state)


def test_what_was_newer_before_the_step_is_newer_again(paul, answer, steps):
    steps.agree(answer("1.1", by=paul))
    newer = answer("1.1", "<p>Plus.</p>", by=paul, base=1)
    before = steps.state()
    assert before[0] is QuestionStatus.NEWER

    steps.undo(steps.agree(newer))

    assert steps.state() == before


def test_what_came_after_the_step_is_newer_than_what_its_undoing_puts_back(
    paul, answer, steps
):
    first = answer("1.1", by=paul)
    steps.agree(first)
    batch = steps.agree(first)
    answer("1.1", "<p>Plus.</p>", by=paul, base=1)

    steps.undo(batch)

    assert steps.state()[0] is QuestionStatus.NEWER


def test_a_request_that_the_step_did_not_touch_stays_open(paul, answer, steps):
    theirs, mine = answer("1.1", by=paul), answer("1.1", "<p>Autre.</p>")
    steps.agree(theirs)
    steps.ask(theirs)
    before = steps.state()
    assert before[0] is QuestionStatus.CHANGES_REQUESTED

    steps.undo(steps.agree(mine))

    assert steps.state() == before


def test_a_request_that_the_step_closed_is_open_again(paul, answer, steps):
    theirs = answer("1.1", by=paul)
    asked = steps.ask(theirs)
    before = steps.state()
    batch = steps.agree(theirs)
    asked.refresh_from_db()
    assert asked.resolved_at is not None

    steps.undo(batch)

    assert steps.state() == before
    asked.refresh_from_db()
    assert (asked.resolved_at, asked.resolved_by) == (None, None)


def test_a_request_that_was_closed_before_the_step_stays_closed(
    project, people, paul, answer, steps
):
    theirs = answer("1.1", by=paul)
    steps.ask(theirs)
    steps.agree(theirs)
    before = steps.state()

    steps.undo(steps.agree(theirs))

    assert steps.state() == before


def test_undoing_in_turn_goes_back_step_by_step_in_what_was_seen(paul, answer, steps):
    first, mine = answer("1.1", by=paul), answer("1.1", "<p>Autre.</p>")
    steps.agree(first)
    answer("1.1", "<p>Plus.</p>", by=paul, base=1)
    before = steps.state()
    steps.undo(steps.agree(mine))

    steps.undo(steps.agree(mine))

    assert steps.state() == before


def test_the_answer_that_led_before_the_step_leads_again(paul, answer, steps):
    """Two texts by two people, of the time when each language was decided alone."""
    french, english = answer("1.1", by=paul), answer("1.1", language="en")
    steps.agree(french)

    Decision.objects.create(
        project=french.answer.project,
        question=french.answer.question,
        language="en",
        version=english,
        decided_by=paul,
    )
    before = steps.state()
    assert before[2] == "en"
    assert before[3] == french.pk

    steps.undo(steps.agree(french))

    assert steps.state() == before


def test_a_look_at_a_reworded_question_that_the_step_settled_is_due_again(
    project, people, paul, answer, steps
):
    theirs = answer("1.1", by=paul)
    project.former_template = project.template
    project.save()
    check = MoveCheck.objects.create(
        project=project,
        question_slug=theirs.answer.question.slug,
        kind=CheckKind.WORDING,
    )
    batch = steps.agree(theirs)
    check.refresh_from_db()
    assert check.settled_at is not None

    steps.undo(batch)

    check.refresh_from_db()
    assert check.settled_at is None


def test_an_agreement_that_members_were_told_of_is_no_news_when_it_is_put_back(
    project, people, paul, answer, steps
):
    from questionnaire.actions.review.rounds import send_review

    theirs, mine = answer("1.1", by=paul), answer("1.1", "<p>Autre.</p>")
    steps.agree(theirs)
    send_review(project_id=project.pk, by=people.amina)
    assert read_round(project, people.amina) == []

    steps.undo(steps.agree(mine))

    assert read_round(project, people.amina) == []


@pytest.fixture
def combined(project, people):
    """Combine versions into a text of Amina’s, and agree on it; the batch."""

    def combined(*sources, html="<p>Deux et trois.</p>"):
        own = OwnAnswer.like(sources[0].answer, people.amina)
        newest = newest_decisions(project, own.question, own.language).first()
        before = own.versions().first()
        batch = uuid.uuid4()
        combine(
            own,
            Combination(
                content={own.parts[0].key: html},
                source_ids=[each.pk for each in sources],
                base=newest.pk if newest else None,
                answer_base=before.number if before else 0,
                batch=batch,
            ),
        )
        return batch

    return combined


def test_a_combination_that_is_undone_is_no_newer_version(
    paul, people, answer, steps, combined
):
    mine, theirs = answer("1.1"), answer("1.1", "<p>Trois.</p>", by=paul)
    steps.agree(theirs)
    before = steps.state()

    batch = combined(mine, theirs)
    assert steps.state() != before
    steps.undo(batch)

    assert steps.state() == before
    assert before[0] is QuestionStatus.AGREED


def test_an_undone_combination_hides_nothing_that_was_newer(
    paul, people, answer, steps, combined
):
    theirs = answer("1.1", "<p>Trois.</p>", by=paul)
    steps.agree(theirs)
    mine = answer("1.1", "<p>Le mien, depuis.</p>")
    before = steps.state()

    steps.undo(combined(mine, theirs))

    assert before[0] is QuestionStatus.NEWER
    assert steps.state() == before


def test_what_the_maker_of_an_undone_combination_writes_next_is_newer(
    project, paul, people, answer, steps, combined
):
    theirs = answer("1.1", "<p>Trois.</p>", by=paul)
    steps.agree(theirs)
    steps.undo(combined(theirs))

    answer("1.1", "<p>Autre chose.</p>", base=1)

    assert steps.state()[0] is QuestionStatus.NEWER
