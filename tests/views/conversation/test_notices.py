"""The notices in the site: the same as in the mail, read and unread."""

import re
import uuid
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.actions.conversation.comments import (
    CommentPost,
    add_comment,
    hide_comment,
)
from questionnaire.actions.notices import notify
from questionnaire.mail.tasks import RETRY_AFTER
from questionnaire.mail.wording import notice_sentence
from questionnaire.models import Membership, Notice, Question, User
from questionnaire.vocabulary import MailRhythm, NoticeKind, Role
from tests.mail.test_wording import MAILS


@pytest.fixture
def paul(people, project):
    """Paul, a contributor who reads English."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


@pytest.fixture
def as_paul(paul):
    client = Client()
    client.force_login(paul)
    return client


@pytest.fixture
def tell(project, people, paul):
    """A function that notifies Paul, as Amina: (kind, **data)."""

    def send(kind=NoticeKind.NUDGE, recipient=paul, **data):
        if kind == NoticeKind.NUDGE and not data:
            data = {"slug": "naming-conventions", "label": "2.3"}
        notify(
            kind, project=project, recipients=[recipient], actor=people.amina, **data
        )
        return Notice.objects.latest("pk")

    return send


def text(response):
    return " ".join(unescape(response.content.decode()).split())


def unread(client, page="help"):
    """The number in the masthead, 0 if there is none."""
    found = re.search(
        r'class="nav-count nav-count--quiet">(\d+)<',
        client.get(reverse(page)).content.decode(),
    )
    return int(found[1]) if found else 0


@pytest.mark.parametrize("kind", MAILS)
def test_every_notice_has_the_words_of_its_mail_and_leads_to_its_place(
    as_paul, project, tell, kind
):
    data, path = MAILS[kind]
    notice = tell(kind, **data)
    page = as_paul.get(reverse("notices"))

    assert notice_sentence(notice) in text(page)
    assert notice.project_title in text(page)
    opened = as_paul.get(reverse("notice", args=[notice.pk]))
    if path is None:
        assert reverse("notice", args=[notice.pk]) not in page.content.decode()
        assert opened.url == reverse("notices")
    else:
        assert reverse("notice", args=[notice.pk]) in page.content.decode()
        assert opened.url == f"/en/projects/{project.pk}/{path}"


def test_the_masthead_counts_what_is_unread_on_every_page(as_paul, tell):
    assert unread(as_paul) == 0
    first, _second = tell(), tell()
    assert unread(as_paul) == unread(as_paul, "projects") == 2

    as_paul.get(reverse("notice", args=[first.pk]))
    assert unread(as_paul) == 1
    first.refresh_from_db()
    assert first.read_at


def test_all_that_was_shown_is_marked_as_read_and_nothing_that_came_since(
    as_paul, tell
):
    for _time in range(2):
        tell()
    page = as_paul.get(reverse("notices")).content.decode()
    up_to = re.search(r'name="up_to" value="(\d+)"', page)[1]
    tell()
    after = as_paul.post(reverse("notices_read"), {"up_to": up_to}, follow=True)

    assert unread(as_paul) == 1
    assert text(after).count(", unread") == 1


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_a_number_that_is_none_marks_nothing(as_paul, tell, up_to):
    tell()
    response = as_paul.post(reverse("notices_read"), {"up_to": up_to}, follow=True)
    assert response.status_code == 200
    assert unread(as_paul) == 1


def test_unread_and_read_are_told_apart_without_colour(as_paul, tell):
    as_paul.get(reverse("notice", args=[tell().pk]))
    tell()
    assert text(as_paul.get(reverse("notices"))).count(", unread") == 1


def test_the_words_of_a_comment_are_told_until_it_is_hidden(
    as_paul, project, people, paul
):
    question = Question.objects.select_related("section").get(
        section__template=project.template, section__position=1, number=1
    )
    comment = add_comment(
        project_id=project.pk,
        by=people.amina,
        post=CommentPost(
            question, "Which machine? <b>", uuid.uuid4(), mentions=[paul.pk]
        ),
    )
    assert "Which machine? <b>" in text(as_paul.get(reverse("notices")))
    hide_comment(project_id=project.pk, comment_id=comment.pk, by=people.amina)
    assert "Which machine?" not in text(as_paul.get(reverse("notices")))


def test_who_was_removed_keeps_only_the_notice_of_that(as_paul, paul, project, tell):
    before = tell(NoticeKind.REOPENED, message="The funder asks for more.")
    tell(NoticeKind.REMOVED)
    Membership.objects.filter(user=paul).delete()

    page = text(as_paul.get(reverse("notices")))
    assert "You no longer have access to the plan" in page
    assert "funder" not in page
    assert unread(as_paul) == 1
    assert as_paul.get(reverse("notice", args=[before.pk])).status_code == 404


def test_librarians_see_what_was_sent_to_the_library(people, tell, client):
    tell(NoticeKind.FEEDBACK_ASKED, recipient=people.louise, message="Please look.")
    client.force_login(people.louise)
    assert "Please look." in text(client.get(reverse("notices")))
    assert unread(client) == 1
    people.louise.institution_roles.all().delete()
    assert "Please look." not in text(client.get(reverse("notices")))
    assert unread(client) == 0


def test_nobody_sees_or_opens_the_notices_of_others(as_amina, tell):
    notice = tell()
    assert "reminds you" not in text(as_amina.get(reverse("notices")))
    assert as_amina.get(reverse("notice", args=[notice.pk])).status_code == 404
    as_amina.post(reverse("notices_read"), {"up_to": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("rhythm", [MailRhythm.NEVER, MailRhythm.DAILY])
def test_who_wants_no_mail_at_once_still_finds_the_notice(as_paul, paul, tell, rhythm):
    User.objects.filter(pk=paul.pk).update(mail_rhythm=rhythm)
    tell()
    assert unread(as_paul) == 1


def test_what_was_read_in_the_site_is_not_mailed_again(as_paul, paul, tell, mailoutbox):
    User.objects.filter(pk=paul.pk).update(mail_rhythm=MailRhythm.DAILY)
    as_paul.get(reverse("notice", args=[tell().pk]))
    Notice.objects.update(created_at=timezone.now() - 2 * RETRY_AFTER)
    call_command("send_notices", "--digest")

    assert not mailoutbox
    assert Notice.objects.get().sent_at


def test_a_list_without_notices_says_so(as_paul):
    assert "Nothing yet." in text(as_paul.get(reverse("notices")))


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_costs_six_queries(
    as_paul, tell, count, project, django_assert_num_queries
):
    for _time in range(count):
        tell(slug="naming-conventions", label="2.3", comment=12)
    # session, user; count, notices; places, comments
    with django_assert_num_queries(6):
        as_paul.get(reverse("notices"))
