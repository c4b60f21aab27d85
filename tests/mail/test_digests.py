"""What mail says of the things that it is about: days, reasons, words of comments."""

import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from questionnaire.actions.conversation.comments import (
    CommentPost,
    add_comment,
    edit_comment,
    hide_comment,
)
from questionnaire.actions.notices import notify
from questionnaire.actions.projects.projects import create_project
from questionnaire.mail.tasks import RETRY_AFTER
from questionnaire.models import Membership, Notice, Project, Question, User
from questionnaire.vocabulary import MailRhythm, NoticeKind, ProjectStatus, Role

WORDS = "Please name the machine\nthat holds the copies."


@pytest.fixture
def paul(people, project):
    """Paul, a contributor who reads English and wants mail once a day."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    User.objects.filter(pk=people.paul.pk).update(mail_rhythm=MailRhythm.DAILY)
    return User.objects.get(pk=people.paul.pk)


@pytest.fixture
def other_project(template, people, paul):
    found = create_project(
        by=people.amina, template=template, title="Marées et mémoire", language="fr"
    )
    Membership.objects.create(project=found, user=paul, role=Role.CONTRIBUTOR)
    return found


@pytest.fixture
def remark(project, people, paul):
    """A function that mentions somebody in a comment on 1.1, as Amina."""

    def add(recipient=paul, body=WORDS, **more):
        question = Question.objects.select_related("section").get(
            section__template=project.template, section__position=1, number=1
        )
        return add_comment(
            project_id=project.pk,
            by=people.amina,
            post=CommentPost(
                question=question,
                body=body,
                save_id=uuid.uuid4(),
                mentions=[recipient.pk],
                **more,
            ),
        )

    return add


@pytest.fixture
def digest(mailoutbox):
    """A function that sends the news of the day; returns the text of the one mail."""

    def send():
        mailoutbox.clear()
        Notice.objects.update(created_at=timezone.now() - 2 * RETRY_AFTER)
        call_command("send_notices", "--digest")
        [message] = mailoutbox
        return message.body

    return send


def test_a_digest_names_each_project_once_above_its_news(
    people, paul, project, other_project, digest
):
    for number, at in enumerate([project, other_project, project, other_project]):
        notify(
            NoticeKind.ASSIGNED,
            project=at,
            recipients=[paul],
            actor=people.amina,
            slug="naming-conventions",
            label=f"2.{number}",
            due_on="2027-03-01",
        )

    text = digest()
    assert [text.count(each.title) for each in (project, other_project)] == [1, 1]
    order = [project.title, "2.0", "2.2", other_project.title, "2.1", "2.3"]
    assert [text.index(each) for each in order] == sorted(map(text.index, order))


def test_a_digest_keeps_days_reasons_and_messages(people, paul, project, digest):
    for kind, data in [
        (
            NoticeKind.ASSIGNED,
            {"slug": "x", "label": "2.3", "due_on": "2027-03-01"},
        ),
        (
            NoticeKind.REVIEWED,
            {"requests": [{"slug": "x", "label": "2.1", "reason": "Name the server."}]},
        ),
        (NoticeKind.REOPENED, {"message": "The funder asks for more."}),
    ]:
        notify(kind, project=project, recipients=[paul], actor=people.amina, **data)

    text = digest()
    assert "An answer is wanted by March 1, 2027." in text
    assert "Changes asked for in 2.1: Name the server." in text
    assert f"/en/projects/{project.pk}/questions/x/" in text
    assert "The funder asks for more." in text


def test_a_comment_is_told_in_its_words(remark, digest):
    remark()
    assert f"“{WORDS}”" in digest()


def test_at_once_a_comment_is_told_in_its_words_too(
    remark, paul, mailoutbox, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=paul.pk).update(mail_rhythm=MailRhythm.NOW)
    with django_capture_on_commit_callbacks(execute=True):
        remark()
    assert f"“{WORDS}”" in mailoutbox[0].body


def test_a_comment_that_was_corrected_is_told_as_it_reads_now(
    remark, project, people, digest
):
    comment = remark()
    edit_comment(
        project_id=project.pk, comment_id=comment.pk, by=people.amina, body="Where?"
    )
    text = digest()
    assert "“Where?”" in text
    assert "machine" not in text


def test_a_hidden_comment_is_not_told(remark, project, people, digest):
    hide_comment(project_id=project.pk, comment_id=remark().pk, by=people.amina)
    text = digest()
    assert "mentioned you in question 1.1" in text
    assert "machine" not in text


@pytest.mark.parametrize(
    ("status", "is_told"),
    [(ProjectStatus.IN_REVIEW, True), (ProjectStatus.DRAFTING, False)],
)
def test_a_librarian_is_told_words_only_while_the_plan_is_open_to_the_library(
    people, project, digest, remark, status, is_told
):
    User.objects.filter(pk=people.louise.pk).update(
        mail_rhythm=MailRhythm.DAILY, language="en"
    )
    comment = remark()
    Notice.objects.all().delete()
    notify(
        NoticeKind.COMMENT,
        project=project,
        recipients=[people.louise],
        actor=people.amina,
        slug="x",
        label="1.1",
        comment=comment.pk,
    )
    Project.objects.filter(pk=project.pk).update(status=status)
    assert ("machine" in digest()) is is_told


def test_a_very_long_comment_is_cut(remark, digest):
    remark(body="word " * 1900)
    assert digest().count("word") < 400
