"""What mail about projects says: its sentence, and the details below it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.lib.dates import day_text
from questionnaire.models import Notice
from questionnaire.sentences import MAIL
from questionnaire.vocabulary import NoticeKind, ReminderKind


def notice_sentence(notice: Notice) -> str:
    """The news in one sentence, which is the subject of its mail, too."""
    return MAIL[NoticeKind(notice.kind)] % {
        "name": notice.actor.name if notice.actor else _("DMP Studio"),
        "label": notice.data.get("label", ""),
        "project": notice.project.short_title,
    }


def notice_details(notice: Notice) -> list[str]:
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
    if data.get("translated"):
        lines.append(
            _("Taken as the translation of a colleague’s answer: %(labels)s")
            % {"labels": ", ".join(data["translated"])}
        )
    for request in data.get("requests", ()):
        lines.append(
            _("Changes asked for in %(label)s: %(reason)s")
            % {"label": request["label"], "reason": request["reason"]}
        )
    if notice.kind == NoticeKind.TEMPLATE_MOVED:
        lines.extend(_template_moved(data))
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


def _template_moved(data: dict[str, Any]) -> Iterator[str]:
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
