"""Every mail in both languages: complete, translated, with the right link."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.utils import timezone

from questionnaire.actions.notices import notify
from questionnaire.actions.team.invitations import Offer, invite
from questionnaire.mail.tasks import RETRY_AFTER
from questionnaire.models import Membership, Notice, User
from questionnaire.vocabulary import MailRhythm, NoticeKind, ReminderKind, Role

# What people typed, which is the same in both languages.
TYPED = "Zzz typed by hand."
QUESTION = {"slug": "naming-conventions", "label": "2.3"}
PAGE = "questions/naming-conventions/"
COMMENT = {**QUESTION, "comment": 12}
# kind → (data of the notice, the target of its link below the project).
MAILS = {
    NoticeKind.INVITATION: ({}, ""),
    NoticeKind.JOINED: ({}, "members/"),
    NoticeKind.MENTION: (COMMENT, f"{PAGE}comments/#comment-12"),
    NoticeKind.COMMENT: (COMMENT, f"{PAGE}comments/#comment-12"),
    NoticeKind.ASSIGNED: ({**QUESTION, "due_on": "2027-03-01"}, PAGE),
    NoticeKind.NUDGE: ({**QUESTION, "due_on": "2027-03-01"}, PAGE),
    NoticeKind.DUE_SOON: ({**QUESTION, "due_on": "2027-03-01"}, PAGE),
    NoticeKind.OVERDUE: ({**QUESTION, "due_on": "2027-03-01"}, PAGE),
    NoticeKind.REQUEST_ANSWERED: (COMMENT, f"{PAGE}review/"),
    NoticeKind.SUGGESTION_ACCEPTED: (COMMENT, f"{PAGE}review/"),
    NoticeKind.ROLE_CHANGED: ({"role": "pi", "former_role": "viewer"}, ""),
    NoticeKind.SUBMITTED: ({"message": TYPED}, "review/"),
    NoticeKind.REVIEWED: (
        {
            "used": ["1.1"],
            "combined": ["1.2"],
            "passed_over": ["1.3"],
            "requests": [{"label": "2.1", "reason": TYPED}],
            "message": TYPED,
        },
        "",
    ),
    NoticeKind.FINISHED: ({"edition": 2, "message": TYPED}, "editions/2/"),
    NoticeKind.REOPENED: ({"message": TYPED}, ""),
    NoticeKind.REMINDER: (
        {"reminder": ReminderKind.REVIEW_DATE.value, "day": "2027-03-01"},
        "",
    ),
    NoticeKind.TEMPLATE_MOVED: (
        {"added": 2, "dropped": 1, "version": "2"},
        "template/",
    ),
    NoticeKind.FEEDBACK_ASKED: (
        {"wanted_by": "2027-03-01", "message": TYPED},
        "feedback/",
    ),
    NoticeKind.FEEDBACK_GIVEN: ({"message": TYPED}, "feedback/"),
    NoticeKind.REMOVED: ({}, None),
    NoticeKind.PROJECT_DELETED: (
        {"message": TYPED, "restorable_until": "2027-03-01"},
        None,
    ),
    NoticeKind.PROJECT_RESTORED: ({}, ""),
}


@pytest.fixture
def write(project, people, mailoutbox, django_capture_on_commit_callbacks):
    """A function that mails one kind of news to Paul; returns the mail."""
    Membership.objects.create(project=project, user=people.paul, role=Role.CONTRIBUTOR)

    def send(kind, language, data):
        User.objects.filter(pk=people.paul.pk).update(language=language)
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            notify(
                kind,
                project=project,
                recipients=[User.objects.get(pk=people.paul.pk)],
                actor=None if kind == NoticeKind.REMINDER else people.amina,
                **data,
            )
        return mailoutbox[0]

    return send


def lines(message):
    """The lines of a mail, without addresses and typed text."""
    text = re.sub(r"https?://\S+", "", message.body)
    return {line.strip() for line in text.splitlines() if TYPED not in line} - {""}


def assert_whole(message, language):
    """Check that neither the text nor the HTML has anything missing or broken."""
    [(html, _kind)] = message.alternatives
    assert f'<html lang="{language}-CA">' in html
    for text in (message.subject, message.body, unescape(html)):
        assert "None" not in text
        assert "%(" not in text
        assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "\n\n\n" not in message.body
    assert not message.body.startswith("\n")
    assert not re.search(r": *\n*\Z", message.body)
    assert "<p></p>" not in html


@pytest.mark.parametrize("kind", NoticeKind)
def test_news_is_whole_and_leads_to_its_place(write, project, kind):
    data, path = MAILS[kind]
    read = {}
    for language in ("fr", "en"):
        message = write(kind, language, data)
        assert_whole(message, language)
        read[language] = lines(message) | {message.subject}
        links = re.findall(r"https?://\S+", message.body)
        here = f"http://testserver/{language}/projects/{project.pk}/"
        if path is None:
            assert links == [f"http://testserver/{language}/account/"]
        else:
            assert links[0] == here + path
            assert links[1:] == [
                f"{here}members/",
                f"http://testserver/{language}/account/",
            ]
        assert [link in message.alternatives[0][0] for link in links]

    assert read["fr"] & read["en"] == set()


def test_days_are_written_as_each_language_writes_them(write):
    data, _place = MAILS[NoticeKind.ASSIGNED]

    assert "d’ici le 1er mars 2027." in write(NoticeKind.ASSIGNED, "fr", data).body
    assert "by March 1, 2027." in write(NoticeKind.ASSIGNED, "en", data).body


def test_an_invitation_is_whole_in_both_languages(
    project, people, mailoutbox, django_capture_on_commit_callbacks
):
    for language in ("fr", "en"):
        with django_capture_on_commit_callbacks(execute=True):
            [invitation] = invite(
                project_id=project.pk,
                emails=[f"{language}@example.org"],
                by=people.amina,
                offer=Offer(
                    role=Role.CONTRIBUTOR,
                    language=language,
                    message=TYPED,
                ),
            )
        assert_whole(mailoutbox[-1], language)
        link = f"http://testserver/{language}/invitations/{invitation.token}/"
        assert link in mailoutbox[-1].body

    french, english = map(lines, mailoutbox)
    assert french & english == {project.title}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_day_s_news_is_whole(write, people, project, mailoutbox, language):
    User.objects.filter(pk=people.paul.pk).update(mail_rhythm=MailRhythm.DAILY)
    User.objects.filter(pk=people.paul.pk).update(language=language)
    paul = User.objects.get(pk=people.paul.pk)
    for kind, (data, _place) in MAILS.items():
        notify(kind, project=project, recipients=[paul], actor=people.amina, **data)
    Notice.objects.update(created_at=timezone.now() - 2 * RETRY_AFTER)
    call_command("send_notices", "--digest")

    [message] = mailoutbox
    assert_whole(message, language)
    # Those about a project that the person can no longer open have none.
    links = re.findall(rf"http://testserver/{language}/projects/\S+", message.body)
    leading = [place for _data, place in MAILS.values() if place is not None]
    assert len(links) == len(leading)


@pytest.mark.parametrize(
    "kind", [NoticeKind.ASSIGNED, NoticeKind.DUE_SOON, NoticeKind.OVERDUE]
)
def test_news_about_several_questions_names_and_links_each(write, project, kind):
    asked = [
        {"slug": "naming-conventions", "label": "2.3", "due_on": "2027-03-01"},
        {"slug": "backup-schedule", "label": "4.1", "due_on": None},
    ]
    read = {}
    for language in ("fr", "en"):
        message = write(kind, language, {"questions": asked})
        assert_whole(message, language)
        read[language] = lines(message) | {message.subject}
        here = f"http://testserver/{language}/projects/{project.pk}"
        assert re.findall(r"https?://\S+", message.body)[:3] == [
            f"{here}/questions/naming-conventions/",
            f"{here}/questions/backup-schedule/",
            f"{here}/mine/",
        ]
        assert "2 " in message.subject

    assert read["fr"] & read["en"] == set()
