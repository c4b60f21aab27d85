"""Messages, ready to be sent, each in its reader's language."""

import re
from collections.abc import Sequence
from email.utils import formataddr
from typing import Any, TypeAlias

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.lib.addresses import absolute, absolute_url
from questionnaire.lib.dates import day_text
from questionnaire.mail.comment_words import CommentWords, read_comment_words
from questionnaire.mail.links import notice_path
from questionnaire.mail.recipients import is_for_librarian, may_reply
from questionnaire.mail.wording import (
    notice_details,
    notice_sentence,
    notice_subject,
)
from questionnaire.models import BulkExport, Institution, Invitation, Notice, User
from questionnaire.models.notice import OF_THE_END
from questionnaire.queries.library.bulk_exports import read_progress
from questionnaire.vocabulary import SiteVerb

LONGEST_SUBJECT = 150
# A sentence, its details, and where it leads.
_News: TypeAlias = tuple[str, list[str], str]
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def invitation_message(invitation: Invitation) -> EmailMultiAlternatives:
    with translation.override(invitation.language):
        sender = invitation.invited_by
        subject = _("%(name)s invites you to a data management plan") % {
            "name": sender.name
        }
        context = {
            "invitation": invitation,
            "sender": sender,
            "day": day_text(invitation.expires_at),
            "link": absolute_url("invitation", invitation.token),
        }
        return _message(subject, invitation.email, "invitation", context, sender)


def notice_message(notice: Notice) -> EmailMultiAlternatives:
    with translation.override(notice.recipient.language):
        words = read_comment_words(notice.recipient, [notice])
        context = {
            "notice": notice,
            "sentence": notice_subject(notice),
            "link": absolute(notice_path(notice)),
            "details": _mailed_details(notice, words),
            **_unsubscribe_urls(notice),
        }
        return _message(
            notice_subject(notice),
            notice.recipient.email,
            "notice",
            context,
            notice.actor if may_reply(notice) else None,
        )


def export_message(export: BulkExport) -> EmailMultiAlternatives:
    with translation.override(export.owner.language):
        progress = read_progress(export)
        counts = {"done": progress.done, "count": progress.plans}
        context = {
            "export": export,
            "progress": progress,
            "institution": export.institution.name,
            "day": day_text(export.expires_at),
            "link": absolute_url("bulk_export", export.institution_id, export.pk),
            "profile": absolute_url("profile"),
        }
        subject = (
            _("Your export is ready (%(done)s of %(count)s)") % counts
            if progress.files_done
            else _("Your export could not be made")
        )
        return _message(subject, export.owner.email, "export_ready", context)


def digest_message(person: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    with translation.override(person.language):
        subject = ngettext(
            "%(count)s piece of news from your projects",
            "%(count)s pieces of news from your projects",
            len(notices),
        ) % {"count": len(notices)}
        context = {
            "projects": _by_project(person, notices),
            "profile": absolute_url("profile"),
        }
        return _message(subject, person.email, "digest", context)


def _by_project(
    person: User, notices: Sequence[Notice]
) -> list[tuple[str, list[_News]]]:
    """[(title of a project, its news)], in the order of the first news of each."""
    words = read_comment_words(person, notices)
    found: dict[Any, tuple[str, list[_News]]] = {}
    for notice in notices:
        _title, news = found.setdefault(notice.project_id, (notice.project_title, []))
        details, link = _mailed_details(notice, words), absolute(notice_path(notice))
        news.append((notice_sentence(notice), details, link))
    return list(found.values())


def _mailed_details(notice: Notice, words: CommentWords) -> list[str]:
    """The details as lines, each followed by its address."""
    return [
        line
        for detail in notice_details(notice, words)
        for line in (detail.text, absolute(detail.path))
        if line
    ]


def librarian_role_message(
    user: User, institution: Institution, verb: str
) -> EmailMultiAlternatives:
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
            "link": absolute_url("desk", institution.pk) if is_new else "",
        }
        return _message(subject, user.email, "librarian", context)


def _unsubscribe_urls(notice: Notice) -> dict[str, str]:
    """Where mail about this project, or all mail, can be turned off."""
    if notice.kind in OF_THE_END or is_for_librarian(notice):
        return {"profile": absolute_url("profile")}
    return {
        "profile": absolute_url("profile"),
        "members": absolute_url("members", notice.project_id),
    }


def _message(
    subject: str,
    address: str,
    template: str,
    context: dict[str, Any],
    reply_to: User | None = None,
) -> EmailMultiAlternatives:
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
    context = {
        "subject": subject,
        "text": text,
        "language": translation.get_language(),
    }
    html = render_to_string("account/email/message.html", context)
    message.attach_alternative(html, "text/html")
    return message


def _one_line(text: str) -> str:
    """Text for a header: one line, whatever people typed, and not endless."""
    return Truncator(_BREAKS.sub(" ", str(text)).strip()).chars(LONGEST_SUBJECT)
