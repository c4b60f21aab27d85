"""Mail about projects: to whom, when, in which words, and when the server fails."""

import re
import smtplib

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from questionnaire import mail
from questionnaire.actions.notices import notify
from questionnaire.actions.team import invitations, members
from questionnaire.actions.team.invitations import Offer
from questionnaire.mail.tasks import RETRY_AFTER
from questionnaire.models import Invitation, Membership, Notice, Project, User
from questionnaire.models.notice import OF_THE_END
from questionnaire.vocabulary import MailRhythm, NoticeKind, Role
from tests.template_versions import move, publish_next

LONG_AGO = timezone.now() - 2 * RETRY_AFTER


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """A context manager that runs the callbacks on commit when it ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def paul(people, project):
    """Paul, a contributor who reads English."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)
    return people.paul


@pytest.fixture
def tell(project, people, on_commit):
    """A function that notifies somebody, as Amina."""

    def send(recipient, kind=NoticeKind.MENTION, **data):
        with on_commit():
            notify(
                kind,
                project=project,
                recipients=[recipient],
                actor=people.amina,
                **{"slug": "naming-conventions", "label": "2.3", **data},
            )

    return send


@pytest.fixture
def invite(project, people, on_commit):
    """A function that invites mei@example.org, as Amina."""

    def send(language="en", **offer):
        with on_commit():
            [invitation] = invitations.invite(
                project_id=project.pk,
                emails=["mei@example.org"],
                by=people.amina,
                offer=Offer(role=Role.CONTRIBUTOR, language=language, **offer),
            )
        return invitation

    return send


@pytest.fixture
def broken(monkeypatch):
    """A mail server that refuses everything."""

    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.message.EmailMessage.send", refuse)
        yield patch


@pytest.mark.parametrize(
    ("language", "subject", "role"),
    [
        ("en", "Amina Diallo invites you to a data management plan", "Contributor"),
        (
            "fr",
            "Amina Diallo vous invite à participer à un plan de gestion des données",
            "Collaborateur",
        ),
    ],
)
def test_an_invitation_is_written_in_its_language_as_text_and_html(
    invite, mailoutbox, project, language, subject, role
):
    invitation = invite(language, message="Bienvenue & <b>welcome</b>")

    [message] = mailoutbox
    assert message.subject == subject
    assert message.to == ["mei@example.org"]
    assert message.reply_to == ["Amina Diallo <amina@example.org>"]
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    link = f"http://testserver/{language}/invitations/{invitation.token}/"
    for text in (message.body, html):
        assert link in text
        assert project.title in text
        assert role in text
    assert f'<html lang="{language}-CA">' in html
    assert "Bienvenue & <b>welcome</b>" in message.body
    assert "<b>" not in html
    assert Invitation.objects.get().mailed_at


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Amina Diallo mentioned you in question 2.3: Lichens"),
        ("fr", "Amina Diallo vous mentionne à la question 2.3\u00a0: Lichens"),
    ],
)
def test_news_is_written_in_the_readers_language_and_leads_to_the_thread(
    tell, paul, mailoutbox, project, language, subject
):
    User.objects.filter(pk=paul.pk).update(language=language)

    tell(User.objects.get(pk=paul.pk), comment=12)

    [message] = mailoutbox
    address = f"http://testserver/{language}/projects/{project.pk}"
    assert message.subject == subject
    thread = "questions/naming-conventions/comments/#comment-12"
    assert f"{address}/{thread}" in message.body
    assert f"{address}/members/" in message.body
    assert Notice.objects.get().sent_at


@pytest.mark.parametrize(
    ("data", "page"),
    [({}, "questions/2.3/"), ({"comment": 12}, "questions/2.3/comments/#comment-12")],
)
def test_news_from_before_links_had_slugs_leads_by_the_number(
    tell, paul, mailoutbox, project, data, page
):
    tell(paul, slug=None, **data)

    [message] = mailoutbox
    assert f"/en/projects/{project.pk}/{page}" in message.body


def test_mail_that_was_sent_before_a_move_leads_to_its_question(
    tell, paul, people, client, mailoutbox, project, template
):
    tell(paul, comment=12)
    link = re.search(r"(/en/projects/\S+/comments/)#", mailoutbox[0].body)[1]
    move(project, publish_next(template), people.amina)
    client.force_login(paul)
    page = client.get(link)

    assert page.status_code == 200
    assert page.context["question"].slug == "naming-conventions"
    assert page.context["question"].label == "2.2"


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_news_has_words(tell, paul, mailoutbox, kind):
    # Whoever was removed is told of the project as they knew it.
    tell(paul, kind, title="Lichens")

    [message] = mailoutbox
    assert "Lichens" in message.subject
    assert "None" not in message.body
    assert ("/projects/" in message.body) == (kind not in OF_THE_END)


def test_addresses_are_shown_to_and_by_pis_only(
    project, people, paul, mailoutbox, on_commit
):
    Membership.objects.create(project=project, user=people.omar, role=Role.CONTRIBUTOR)
    for recipient in (people.amina, people.omar):
        with on_commit():
            notify(
                NoticeKind.COMMENT, project=project, recipients=[recipient],
                actor=paul, label="1.1",
            )  # fmt: skip

    assert mailoutbox[0].reply_to == ["Paul Martin <paul@example.org>"]
    assert mailoutbox[1].reply_to == []


def test_nothing_that_people_type_makes_another_header(
    invite, tell, paul, project, people, mailoutbox
):
    nasty = "Eve\r\nBcc: victim@example.org\n\n<script>"
    Project.objects.filter(pk=project.pk).update(acronym=nasty, title=nasty)
    people.amina.name = nasty
    people.amina.save()

    invite()
    tell(paul)

    assert len(mailoutbox) == 2
    for message in mailoutbox:
        raw = message.message()
        assert raw["Bcc"] is None
        assert message.recipients() == message.to
        assert "\n" not in message.subject
        assert "<script>" not in message.alternatives[0][0]


def test_a_broken_mail_server_blocks_nobody_and_loses_nothing(
    invite, tell, paul, mailoutbox, broken
):
    invite()
    tell(paul)
    assert not mailoutbox
    Notice.objects.update(created_at=LONG_AGO)
    Invitation.objects.update(sent_at=LONG_AGO)
    Invitation.objects.update(
        token_digest=Invitation.digest_of(Invitation.objects.get().token)
    )
    with pytest.raises(CommandError, match="2 mails"):
        call_command("send_notices")

    broken.undo()
    call_command("send_notices")

    assert len(mailoutbox) == 2
    assert not Notice.objects.filter(sent_at=None).exists()
    assert not Invitation.objects.filter(mailed_at=None).exists()
    call_command("send_notices")
    assert len(mailoutbox) == 2


def test_one_broken_mail_does_not_hold_up_the_others(tell, paul, mailoutbox):
    tell(paul)
    broken = Notice.objects.get()
    Notice.objects.filter(pk=broken.pk).update(
        sent_at=None, kind="unheard of", created_at=LONG_AGO
    )
    mailoutbox.clear()

    tell(paul)
    with pytest.raises(CommandError, match="1 mail "):
        call_command("send_notices")

    assert len(mailoutbox) == 1


def test_people_who_want_mail_once_a_day_get_one(tell, paul, mailoutbox, project):
    User.objects.filter(pk=paul.pk).update(mail_rhythm=MailRhythm.DAILY)
    paul.refresh_from_db()
    tell(paul)
    tell(paul, NoticeKind.ASSIGNED, slug="data-responsibility", label="1.1")
    Notice.objects.update(created_at=LONG_AGO)
    call_command("send_notices")
    assert not mailoutbox

    call_command("send_notices", "--digest")
    call_command("send_notices", "--digest")

    [message] = mailoutbox
    assert message.subject == "2 pieces of news from your projects"
    assert f"/en/projects/{project.pk}/questions/data-responsibility/" in message.body
    assert "assigned question 1.1 to you" in message.alternatives[0][0]


@pytest.mark.parametrize("how", ["never", "muted", "removed", "inactive"])
def test_people_who_want_no_mail_or_may_not_get_it_get_none(
    tell, paul, project, mailoutbox, how
):
    mine = Membership.objects.filter(user=paul)
    if how == "never":
        User.objects.filter(pk=paul.pk).update(mail_rhythm=MailRhythm.NEVER)
    elif how == "muted":
        mine.update(is_muted=True)
    elif how == "removed":
        mine.delete()
    else:
        User.objects.filter(pk=paul.pk).update(is_active=False)

    tell(paul)

    assert not mailoutbox
    assert Notice.objects.get().sent_at


def test_a_removed_member_is_notified_without_a_link_to_the_project(
    paul, project, people, mailoutbox, on_commit
):
    with on_commit():
        members.remove_member(
            project_id=project.pk,
            membership_id=project.memberships.get(user=paul).pk,
            by=people.amina,
        )

    [message] = mailoutbox
    assert message.subject == "You no longer have access to the plan: Lichens"
    assert str(project.pk) not in message.body


def test_a_withdrawn_invitation_is_no_longer_mailed(
    invite, project, people, mailoutbox, broken
):
    invitation = invite()
    invitations.withdraw_invitation(
        project_id=project.pk, invitation_id=invitation.pk, by=people.amina
    )
    broken.undo()

    mail.send_invitation.call(invitation.pk)

    assert not mailoutbox
