"""Mail about projects: invitations at once, news at once or once a day.

Sent by the worker (`manage.py db_worker`). What could not be sent stays marked
as unsent, and `manage.py send_notices` tries again. A mail is marked after the
server took it: a crash in between may send one twice, never lose one.
"""

import logging
import re
from datetime import date, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import task

from questionnaire.lib.dates import day_text
from questionnaire.models import (
    BulkExport,
    Institution,
    InstitutionRole,
    Invitation,
    Membership,
    Notice,
    User,
)
from questionnaire.permissions import (
    Denied,
    InstitutionPermission,
    get_institution_access,
)
from questionnaire.queries.library.bulk_exports import read_progress
from questionnaire.vocabulary import (
    BulkExportState,
    InstitutionRoleName,
    MailRhythm,
    NoticeKind,
    ReminderKind,
    Role,
    SiteVerb,
)

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 150
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What is younger is still in the worker's hands.
RETRY_AFTER = timedelta(minutes=5)

SENTENCES = {
    NoticeKind.INVITATION: gettext_lazy("%(name)s invites you: %(project)s"),
    NoticeKind.JOINED: gettext_lazy("%(name)s joined the team: %(project)s"),
    NoticeKind.MENTION: gettext_lazy(
        "%(name)s mentioned you in question %(label)s: %(project)s"
    ),
    NoticeKind.COMMENT: gettext_lazy(
        "%(name)s commented on question %(label)s: %(project)s"
    ),
    NoticeKind.ASSIGNED: gettext_lazy(
        "%(name)s assigned question %(label)s to you: %(project)s"
    ),
    NoticeKind.NUDGE: gettext_lazy(
        "%(name)s reminds you of question %(label)s: %(project)s"
    ),
    NoticeKind.SUBMITTED: gettext_lazy(
        "%(name)s asks you to review a plan: %(project)s"
    ),
    NoticeKind.REVIEWED: gettext_lazy("%(name)s reviewed your answers: %(project)s"),
    NoticeKind.FINISHED: gettext_lazy("%(name)s finished the plan: %(project)s"),
    NoticeKind.REOPENED: gettext_lazy("%(name)s opened the plan again: %(project)s"),
    NoticeKind.TEMPLATE_MOVED: gettext_lazy(
        "%(name)s moved the plan to a newer version of its template: %(project)s"
    ),
    NoticeKind.REMINDER: gettext_lazy("A day to remember: %(project)s"),
    NoticeKind.FEEDBACK_ASKED: gettext_lazy(
        "%(name)s asks the library for feedback: %(project)s"
    ),
    NoticeKind.FEEDBACK_GIVEN: gettext_lazy(
        "%(name)s, of the library, gave feedback: %(project)s"
    ),
    NoticeKind.REMOVED: gettext_lazy("You no longer have access to: %(project)s"),
}


# What librarians are told of plans in which they are no members.
_FOR_LIBRARIANS = {NoticeKind.FEEDBACK_ASKED, NoticeKind.COMMENT}


class MailNotSent(Exception):
    """The mail server did not take some mail, which stays waiting."""


@task()
def send_notices(notice_ids):
    """Send this news to those who want it at once. Raises MailNotSent."""
    waiting = _waiting().filter(pk__in=notice_ids)
    _finish(_send_each(waiting))


@task()
def send_invitation(invitation_id):
    """Send the mail of an invitation. Raises MailNotSent."""
    waiting = Invitation.objects.open().filter(pk=invitation_id, mailed_at=None)
    _finish(_send_invitations(waiting))


@task()
def send_librarian_role(user_id, institution_id, verb):
    """Tell somebody that they serve an institution now, or no longer.

    Raises MailNotSent.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    institution = Institution.objects.filter(pk=institution_id).first()
    if user is None or institution is None:
        return
    _finish(not _try(_role_mail, user, institution, verb))


@task()
def send_export_ready(export_id):
    """Tell its owner that an export of many plans is ready. Raises MailNotSent."""
    _finish(_send_exports(_exports_to_tell().filter(pk=export_id)))


def send_what_waits():
    """Try again what could not be sent; returns how many mails failed."""
    old_enough = timezone.now() - RETRY_AFTER
    invitations = Invitation.objects.open().filter(
        mailed_at=None, sent_at__lt=old_enough
    )
    notices = _waiting().filter(created_at__lt=old_enough)
    exports = _exports_to_tell().filter(finished_at__lt=old_enough)
    return _send_invitations(invitations) + _send_each(notices) + _send_exports(exports)


def send_digests():
    """Send everybody who wants mail once a day the news since the last one.

    Returns how many mails failed.
    """
    by_person = {}
    for notice in _waiting().filter(recipient__mail_rhythm=MailRhythm.DAILY):
        by_person.setdefault(notice.recipient, []).append(notice)
    failed = 0
    for person, notices in by_person.items():
        wanted = [notice for notice in notices if _is_wanted(notice)]
        if not wanted or _try(_digest_mail, person, wanted):
            _mark(notices)
        else:
            failed += 1
    return failed


# --- Which mail ---------------------------------------------------------------


def _waiting():
    return Notice.objects.filter(sent_at=None).select_related(
        "recipient", "actor", "project"
    )


def _send_each(notices):
    """Send each notice by itself; returns how many mails failed."""
    failed = 0
    for notice in notices:
        if not _is_wanted(notice):
            _mark([notice])
        elif notice.recipient.mail_rhythm == MailRhythm.DAILY:
            continue
        elif _try(_notice_mail, notice):
            _mark([notice])
        else:
            failed += 1
    return failed


def _is_wanted(notice):
    """Whether the person still wants, and may still have, this news."""
    person = notice.recipient
    if not person.is_active or person.mail_rhythm == MailRhythm.NEVER:
        return False
    if notice.kind == NoticeKind.REMOVED:
        return True
    if Membership.objects.filter(
        project=notice.project_id, user=person, is_muted=False
    ).exists():
        return True
    return notice.kind in _FOR_LIBRARIANS and _is_librarian_only(notice)


def _is_librarian_only(notice):
    """Whether the person serves the project’s institution and has no place in it."""
    library = InstitutionRole.objects.filter(
        institution__projects=notice.project_id,
        user=notice.recipient_id,
        role=InstitutionRoleName.LIBRARIAN,
    )
    return (
        library.exists()
        and not Membership.objects.filter(
            project=notice.project_id, user=notice.recipient_id
        ).exists()
    )


def _send_invitations(invitations):
    failed = 0
    for invitation in invitations.select_related("project", "invited_by"):
        if _try(_invitation_mail, invitation):
            # A resent invitation waits for its own mail.
            Invitation.objects.filter(
                pk=invitation.pk, token_digest=invitation.token_digest
            ).update(mailed_at=timezone.now())
        else:
            failed += 1
    return failed


def _exports_to_tell():
    return BulkExport.objects.filter(
        state=BulkExportState.DONE, mailed_at=None, expires_at__gt=timezone.now()
    ).select_related("owner", "institution")


def _send_exports(exports):
    failed = 0
    for export in exports:
        if not _may_hear_of(export) or _try(_export_mail, export):
            BulkExport.objects.filter(pk=export.pk).update(mailed_at=timezone.now())
        else:
            failed += 1
    return failed


def _may_hear_of(export):
    """Whether the owner still has the desk, and wants mail at all."""
    owner = export.owner
    if not owner.is_active or owner.mail_rhythm == MailRhythm.NEVER:
        return False
    try:
        get_institution_access(owner, export.institution_id).require(
            InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN
        )
    except Denied:
        return False
    return True


def _try(compose, *arguments):
    """Compose and send one mail; whether the server took it."""
    try:
        compose(*arguments).send()
    except Exception:
        # Servers fail in many ways, and one mail must not hold up the others.
        logger.exception("A mail could not be sent; it will be tried again.")
        return False
    return True


def _mark(notices):
    numbers = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=numbers).update(sent_at=timezone.now())


def _finish(failed):
    if failed:
        raise MailNotSent(f"{failed} waiting")


# --- What it says -------------------------------------------------------------


def _invitation_mail(invitation):
    with translation.override(invitation.language):
        sender = invitation.invited_by
        subject = _("%(name)s invites you to a data management plan") % {
            "name": sender.name
        }
        context = {
            "invitation": invitation,
            "sender": sender,
            "day": day_text(invitation.expires_at),
            "link": _address("invitation", invitation.token),
        }
        return _mail(subject, invitation.email, "invitation", context, sender)


def _notice_mail(notice):
    with translation.override(notice.recipient.language):
        context = {
            "notice": notice,
            "link": _link(notice),
            "details": _details(notice),
            **_ways_out(notice),
        }
        return _mail(
            _sentence(notice),
            notice.recipient.email,
            "notice",
            {**context, "sentence": _sentence(notice)},
            notice.actor if _may_answer(notice) else None,
        )


def _export_mail(export):
    with translation.override(export.owner.language):
        progress = read_progress(export)
        counts = {"done": progress.done, "count": progress.plans}
        context = {
            "export": export,
            "progress": progress,
            "institution": export.institution.name,
            "day": day_text(export.expires_at),
            "link": _address("bulk_export", export.institution_id, export.pk),
            "profile": _address("profile"),
        }
        subject = _("Your export is ready (%(done)s of %(count)s)") % counts
        return _mail(subject, export.owner.email, "export_ready", context)


def _digest_mail(person, notices):
    with translation.override(person.language):
        subject = ngettext(
            "%(count)s piece of news from your projects",
            "%(count)s pieces of news from your projects",
            len(notices),
        ) % {"count": len(notices)}
        context = {
            "news": [(_sentence(notice), _link(notice)) for notice in notices],
            "profile": _address("profile"),
        }
        return _mail(subject, person.email, "digest", context)


def _role_mail(user, institution, verb):
    is_new = verb == SiteVerb.LIBRARIAN_APPOINTED
    with translation.override(user.language):
        subject = (
            _("You are now a librarian of %(institution)s")
            if is_new
            else _("You are no longer a librarian of %(institution)s")
        ) % {"institution": institution.name}
        context = {
            "sentence": subject,
            "is_new": is_new,
            "link": _address("desk", institution.pk) if is_new else "",
        }
        return _mail(subject, user.email, "librarian", context)


def _mail(subject, address, template, context, reply_to=None):
    """The same words twice: as plain text, and as HTML with live links."""
    subject = _one_line(subject)
    text = render_to_string(f"mail/{template}.txt", context).strip() + "\n"
    message = EmailMultiAlternatives(
        subject,
        text,
        to=[address],
        reply_to=[formataddr((_one_line(reply_to.name), reply_to.email))]
        if reply_to
        else None,
    )
    letter = {
        "subject": subject,
        "text": text,
        "language": translation.get_language(),
    }
    html = render_to_string("account/email/letter.html", letter)
    message.attach_alternative(html, "text/html")
    return message


def _sentence(notice):
    return SENTENCES[NoticeKind(notice.kind)] % {
        "name": notice.actor.name if notice.actor else _("DMP Studio"),
        "label": notice.data.get("label", ""),
        "project": notice.project.short_title,
    }


def _details(notice):
    """What the news consists of, line by line, in the reader’s language."""
    data = notice.data
    lines = []
    if data.get("edition"):
        lines.append(_("This is edition %(number)s.") % {"number": data["edition"]})
    if data.get("due_on"):
        day = day_text(date.fromisoformat(data["due_on"]))
        lines.append(_("An answer is wanted by %(day)s.") % {"day": day})
    if data.get("used"):
        lines.append(
            _("Agreed as you wrote it: %(labels)s")
            % {"labels": ", ".join(data["used"])}
        )
    if data.get("combined"):
        lines.append(
            _("Agreed in part, with other texts: %(labels)s")
            % {"labels": ", ".join(data["combined"])}
        )
    for request in data.get("requests", ()):
        lines.append(
            _("Changes asked for in %(label)s: %(reason)s")
            % {"label": request["label"], "reason": request["reason"]}
        )
    if notice.kind == NoticeKind.TEMPLATE_MOVED:
        lines.extend(_moved_details(data))
    if "day" in data:
        day = day_text(date.fromisoformat(data["day"]))
        text = (
            _("The plan is to be reviewed on %(day)s.")
            if data.get("reminder") == ReminderKind.REVIEW_DATE
            else _("The project ends on %(day)s: is its plan up to date?")
        )
        lines.append(text % {"day": day})
    if "wanted_by" in data:
        day = day_text(date.fromisoformat(data["wanted_by"]))
        lines.append(_("Wanted by %(day)s.") % {"day": day})
    if data.get("message"):
        lines.append(data["message"])
    return lines


def _moved_details(data):
    """What a move of the template means for those who write."""
    if data.get("added"):
        yield ngettext(
            "%(count)s question is new.", "%(count)s questions are new.", data["added"]
        ) % {"count": data["added"]}
    if data.get("dropped"):
        yield ngettext(
            "%(count)s question is no longer asked; answers to it are kept.",
            "%(count)s questions are no longer asked; answers to them are kept.",
            data["dropped"],
        ) % {"count": data["dropped"]}
    yield _("Answers went over with their questions.")


def _link(notice):
    """Where the news can be read, to the very thread; empty without access."""
    if notice.kind == NoticeKind.REMOVED:
        return ""
    if notice.kind == NoticeKind.JOINED:
        return _address("members", notice.project_id)
    if notice.kind == NoticeKind.SUBMITTED:
        return _address("review_queue", notice.project_id)
    if notice.kind == NoticeKind.FINISHED and "edition" in notice.data:
        return _address("edition", notice.project_id, notice.data["edition"])
    if notice.kind == NoticeKind.TEMPLATE_MOVED:
        return _address("template_move", notice.project_id)
    if notice.kind in (NoticeKind.FEEDBACK_ASKED, NoticeKind.FEEDBACK_GIVEN):
        return _address("feedback", notice.project_id)
    label = notice.data.get("label")
    if not label:
        return _address("project_overview", notice.project_id)
    comment = notice.data.get("comment")
    if comment:
        return f"{_address('comments', notice.project_id, label)}#comment-{comment}"
    return _address("question", notice.project_id, label)


def _ways_out(notice):
    """Where mail about this project, or all mail, can be turned off."""
    if notice.kind == NoticeKind.REMOVED or (
        notice.kind in _FOR_LIBRARIANS and _is_librarian_only(notice)
    ):
        return {"profile": _address("profile")}
    return {
        "profile": _address("profile"),
        "members": _address("members", notice.project_id),
    }


def _may_answer(notice):
    """Addresses are shown to and by principal investigators only."""
    return (
        notice.actor is not None
        and Membership.objects.filter(
            project=notice.project_id,
            role=Role.PI,
            user__in=[notice.recipient_id, notice.actor_id],
        ).exists()
    )


def _address(name, *arguments):
    return settings.SITE_URL.rstrip("/") + reverse(name, args=arguments)


def _one_line(text):
    """Text for a header: one line, whatever people typed, and not endless."""
    return Truncator(_BREAKS.sub(" ", str(text)).strip()).chars(LONGEST_SUBJECT)
