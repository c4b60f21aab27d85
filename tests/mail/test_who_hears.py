"""Whom what happens in a project is written to, whichever action did it."""

import uuid

import pytest

from questionnaire.actions.answering.versions import restore_version
from questionnaire.actions.conversation.comments import CommentPost, add_comment
from questionnaire.actions.review.change_requests import (
    accept_suggestion,
    close_request,
)
from questionnaire.actions.review.choices import Choice
from questionnaire.actions.review.decisions import decide
from questionnaire.actions.review.rounds import send_review
from questionnaire.actions.team.members import change_role, hand_over
from questionnaire.models import Decision, Membership, Notice, Question, User
from questionnaire.vocabulary import NoticeKind, Role
from tests.change_requests import ask_for_changes

MADE = "<p>Copies are made each night.</p>"
SUGGESTED = "<p>Copies are made each night, on the server Fleuve.</p>"


@pytest.fixture
def team(project, people):
    """Amina, the principal investigator, with Paul and Omar, who contribute."""
    for person in (people.paul, people.omar):
        Membership.objects.create(project=project, user=person, role=Role.CONTRIBUTOR)
    return project


@pytest.fixture
def question(project):
    return (
        Question.objects.select_related("section")
        .prefetch_related("parts")
        .get(section__template=project.template, section__position=1, number=1)
    )


@pytest.fixture
def ask(team, question, people):
    """A function that requests changes to a version, as Amina."""

    def request(version, *, by=None, suggested=None):
        parts = list(question.parts.all())
        content = {part.key: suggested for part in parts} if suggested else None
        return ask_for_changes(
            version, by or people.amina, "Which server holds them?", suggestion=content
        )

    return request


@pytest.fixture
def remark(team, question):
    """A function that comments on 1.1: (by), ticking nobody."""

    def add(by, **more):
        return add_comment(
            project_id=team.pk,
            by=by,
            post=CommentPost(
                question=question,
                body="Please name the server that holds the copies.",
                save_id=uuid.uuid4(),
                **more,
            ),
        )

    return add


def news(kind):
    """[(who, about which question)] of the notices of this kind."""
    return [
        (notice.recipient.name, notice.data.get("label"))
        for notice in Notice.objects.filter(kind=kind).select_related("recipient")
    ]


def test_who_requested_changes_hears_once_that_they_were_made(ask, answer, people):
    ask(answer("1.1", MADE, by=people.paul))
    answer("1.1", "<p>On the server Fleuve.</p>", by=people.paul, base=1)
    answer("1.1", "<p>On the server Fleuve, daily.</p>", by=people.paul, base=2)

    assert news(NoticeKind.REQUEST_ANSWERED) == [("Amina Diallo", "1.1")]


def test_an_earlier_text_that_is_taken_up_answers_a_request_too(
    ask, answer, people, team
):
    first = answer("1.1", MADE, by=people.paul)
    ask(answer("1.1", "<p>Copies.</p>", by=people.paul, base=1))
    restore_version(
        project_id=team.pk,
        version_id=first.pk,
        by=people.paul,
        save_id=uuid.uuid4(),
    )

    assert news(NoticeKind.REQUEST_ANSWERED) == [("Amina Diallo", "1.1")]


def test_two_requests_that_one_text_answers_are_one_piece_of_news(ask, answer, people):
    version = answer("1.1", MADE, by=people.paul)
    ask(version)
    ask(version)
    answer("1.1", "<p>On the server Fleuve.</p>", by=people.paul, base=1)

    assert news(NoticeKind.REQUEST_ANSWERED) == [("Amina Diallo", "1.1")]


def test_a_request_that_was_closed_is_not_answered_any_more(ask, answer, people, team):
    request = ask(answer("1.1", MADE, by=people.paul))
    close_request(project_id=team.pk, comment_id=request.pk, by=people.amina)
    answer("1.1", "<p>On the server Fleuve.</p>", by=people.paul, base=1)

    assert news(NoticeKind.REQUEST_ANSWERED) == []


def test_an_answer_to_a_request_of_somebody_who_left_goes_to_who_decides_now(
    ask, answer, people, team
):
    omar = Membership.objects.filter(project=team, user=people.omar)
    omar.update(role=Role.PI)
    ask(answer("1.1", MADE, by=people.paul), by=people.omar)
    omar.delete()
    answer("1.1", "<p>On the server Fleuve.</p>", by=people.paul, base=1)

    assert news(NoticeKind.REQUEST_ANSWERED) == [("Amina Diallo", "1.1")]


def test_who_suggested_a_wording_hears_once_that_it_was_accepted(
    ask, answer, people, team
):
    request = ask(answer("1.1", MADE, by=people.paul), suggested=SUGGESTED)
    save_id = uuid.uuid4()
    for _attempt in range(2):
        accept_suggestion(
            project_id=team.pk,
            comment_id=request.pk,
            by=people.paul,
            base=1,
            save_id=save_id,
        )

    assert news(NoticeKind.SUGGESTION_ACCEPTED) == [("Amina Diallo", "1.1")]
    assert news(NoticeKind.REQUEST_ANSWERED) == []


def test_a_member_hears_of_another_role(team, people):
    membership = Membership.objects.get(project=team, user=people.paul)
    for _attempt in range(2):
        change_role(
            project_id=team.pk,
            membership_id=membership.pk,
            role=Role.VIEWER,
            by=people.amina,
        )

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (people.paul, NoticeKind.ROLE_CHANGED)
    assert notice.data == {"role": "viewer", "former_role": "contributor"}


def test_who_takes_over_as_principal_investigator_hears_of_it(team, people):
    membership = Membership.objects.get(project=team, user=people.paul)
    hand_over(project_id=team.pk, membership_id=membership.pk, by=people.amina)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.data["role"]) == (people.paul, "pi")


def test_the_author_of_the_only_answer_hears_of_a_remark_under_it(
    remark, answer, people
):
    answer("1.1", MADE, by=people.paul)
    answer("1.1", "<p>Des copies chaque nuit.</p>", by=people.paul, language="en")
    remark(people.amina)

    assert news(NoticeKind.COMMENT) == [("Paul Martin", "1.1")]


def test_a_remark_under_ones_own_answer_is_no_news(remark, answer, people):
    answer("1.1", MADE, by=people.paul)
    remark(people.paul)

    assert not Notice.objects.exists()


def test_nobody_hears_twice_of_a_remark(remark, answer, people):
    version = answer("1.1", MADE, by=people.paul)
    remark(people.amina, mentions=[people.paul.pk])
    remark(people.amina, version_id=version.pk)

    kinds = Notice.objects.order_by("pk").values_list("recipient__name", "kind")
    assert list(kinds) == [
        ("Paul Martin", NoticeKind.MENTION),
        ("Paul Martin", NoticeKind.COMMENT),
    ]


def test_a_reply_under_the_only_answer_reaches_its_author(remark, answer, people):
    """The thread was begun before anybody had answered."""
    first = remark(people.amina)
    answer("1.1", MADE, by=people.paul)
    remark(people.omar, parent_id=first.pk)

    assert news(NoticeKind.COMMENT) == [("Amina Diallo", "1.1"), ("Paul Martin", "1.1")]


def test_a_remark_under_answers_of_several_is_sent_to_none_who_was_not_named(
    remark, answer, people
):
    answer("1.1", MADE, by=people.paul)
    answer("1.1", "<p>Weekly.</p>", by=people.omar)
    remark(people.amina)

    assert not Notice.objects.exists()


def test_an_emptied_answer_is_none(remark, answer, people):
    answer("1.1", MADE, by=people.paul)
    answer("1.1", "<p>Weekly.</p>", by=people.omar)
    answer("1.1", "", by=people.omar, base=1)
    remark(people.amina)

    assert news(NoticeKind.COMMENT) == [("Paul Martin", "1.1")]


@pytest.fixture
def choose(team, question, people):
    """A function that agrees on a version as Amina."""

    def agree(version):
        newest = Decision.objects.filter(project=team, question=question).first()
        decide(
            project_id=team.pk,
            by=people.amina,
            choices=[Choice(question, "fr", version.pk, newest and newest.pk)],
            batch=uuid.uuid4(),
        )

    return agree


def rounds(team, by):
    """{name: data of the one message of the round}"""
    send_review(project_id=team.pk, by=by)
    found = Notice.objects.filter(kind=NoticeKind.REVIEWED)
    return {notice.recipient.name: notice.data for notice in found}


def test_whose_answer_was_passed_over_hears_in_the_one_message_of_the_round(
    choose, answer, people, team
):
    choose(answer("1.1", MADE, by=people.paul))
    answer("1.1", "<p>Weekly.</p>", by=people.omar)
    choose(answer("1.1", "<p>Nightly.</p>", by=people.paul, base=1))

    told = rounds(team, people.amina)
    assert set(told) == {"Paul Martin", "Omar Haddad"}
    assert told["Omar Haddad"]["passed_over"] == ["1.1"]
    assert told["Paul Martin"]["passed_over"] == []
    assert told["Paul Martin"]["used"] == ["1.1"]


def test_whose_text_is_credited_or_to_be_changed_was_not_passed_over(
    choose, ask, answer, people, team
):
    ask(answer("1.1", "<p>Weekly.</p>", by=people.omar))
    choose(answer("1.1", MADE, by=people.paul))

    told = rounds(team, people.amina)
    assert told["Omar Haddad"]["passed_over"] == []
    assert len(told["Omar Haddad"]["requests"]) == 1


def test_who_only_emptied_an_answer_or_left_was_not_passed_over(
    choose, answer, people, team
):
    answer("1.1", "<p>Weekly.</p>", by=people.omar)
    answer("1.1", "", by=people.omar, base=1)
    choose(answer("1.1", MADE, by=people.paul))
    assert set(rounds(team, people.amina)) == {"Paul Martin"}


def test_the_reviewer_s_own_answer_is_no_news_to_the_reviewer(
    choose, answer, people, team
):
    answer("1.1", "<p>Weekly.</p>", by=people.amina)
    choose(answer("1.1", MADE, by=people.paul))
    assert set(rounds(team, people.amina)) == {"Paul Martin"}
    assert not Notice.objects.filter(recipient=User.objects.get(pk=people.amina.pk))
