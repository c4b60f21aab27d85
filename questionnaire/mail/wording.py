"""What notices say: their sentence, and the details below it.

The same in mail and in the list of notices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.lib.dates import day_text
from questionnaire.mail.comment_words import CommentWords
from questionnaire.mail.links import question_path
from questionnaire.models import Notice
from questionnaire.sentences import NEWS, NEWS_OF_SEVERAL
from questionnaire.vocabulary import Language, NoticeKind, ReminderKind, Role

# Longer comments are cut, and can be read where the notice leads.
LONGEST_COMMENT = 1500


@dataclass(frozen=True)
class Detail:
    """A line below the sentence, and the question that it leads to, if any."""

    text: str
    path: str = ""


def notice_sentence(notice: Notice) -> str:
    """The news in one sentence, without the project."""
    kind, questions = NoticeKind(notice.kind), notice.data.get("questions", ())
    sentence = NEWS_OF_SEVERAL[kind] if questions else NEWS[kind]
    return sentence % {
        "name": notice.actor.name if notice.actor else _("DMP Studio"),
        "label": notice.data.get("label", ""),
        "count": len(questions),
    }


def notice_subject(notice: Notice) -> str:
    """The news in one sentence, with the project."""
    return _("%(news)s: %(project)s") % {
        "news": notice_sentence(notice),
        "project": notice.short_project_title,
    }


def notice_details(notice: Notice, words: CommentWords) -> list[Detail]:
    """What the news consists of, line by line, in the reader’s language.

    `words` are those of comments (see comment_words.py).
    """
    return [
        *map(Detail, _of_plan(notice)),
        *_of_questions(notice),
        *_of_review(notice),
        *map(Detail, _of_comment(notice, words)),
        *map(Detail, filter(None, [notice.data.get("message")])),
    ]


def _of_plan(notice: Notice) -> Iterator[str]:
    """The edition, the role, what a move changed, the days to remember."""
    data = notice.data
    if data.get("edition"):
        yield _("This is edition %(number)s.") % {"number": data["edition"]}
    if data.get("role"):
        yield _("Your role now: %(role)s") % {"role": Role(data["role"]).label}
        yield _("Your role before: %(role)s") % {
            "role": Role(data["former_role"]).label
        }
    if notice.kind == NoticeKind.TEMPLATE_MOVED:
        yield from _template_moved(data)
    if "day" in data:
        text = (
            _("The plan is to be reviewed on %(day)s.")
            if data.get("reminder") == ReminderKind.REVIEW_DATE
            else _("The project ends on %(day)s: is its plan up to date?")
        )
        yield text % {"day": _day(data["day"])}
    if "restorable_until" in data:
        text = _("It can be restored until %(day)s, and is erased for good after that.")
        yield text % {"day": _day(data["restorable_until"])}
    if "wanted_by" in data:
        yield _("Wanted by %(day)s.") % {"day": _day(data["wanted_by"])}


def _of_questions(notice: Notice) -> Iterator[Detail]:
    """Which questions are to be answered, and by when."""
    data = notice.data
    if data.get("due_on"):
        text = (
            _("An answer was wanted by %(day)s.")
            if notice.kind == NoticeKind.OVERDUE
            else _("An answer is wanted by %(day)s.")
        )
        yield Detail(text % {"day": _day(data["due_on"])})
    for asked in data.get("questions", ()):
        text = _("Answer question %(label)s") % {"label": asked["label"]}
        if asked.get("due_on"):
            words = {"label": asked["label"], "day": _day(asked["due_on"])}
            text = _("Answer question %(label)s (due on %(day)s)") % words
        yield Detail(text, question_path(notice, asked["slug"]))


def _of_review(notice: Notice) -> Iterator[Detail]:
    """What became of the reader’s answers in a round of review."""
    data = notice.data
    for key, text in (
        ("used", _("Agreed as you wrote it: %(labels)s")),
        ("combined", _("Agreed in part, with other texts: %(labels)s")),
        (
            "translated",
            _("Taken as the translation of a colleague’s answer: %(labels)s"),
        ),
        (
            "passed_over",
            _("A colleague’s answer was agreed on, and yours is kept: %(labels)s"),
        ),
    ):
        if data.get(key):
            yield Detail(text % {"labels": ", ".join(data[key])})
    for request in data.get("requests", ()):
        words = {"label": request["label"], "reason": request["reason"]}
        # What was sent before this site named questions by their slugs has none.
        slug, language = request.get("slug"), request.get("language", "")
        text = {
            Language.FR: _("Changes asked for in %(label)s, in French: %(reason)s"),
            Language.EN: _("Changes asked for in %(label)s, in English: %(reason)s"),
        }.get(language, _("Changes asked for in %(label)s: %(reason)s"))
        yield Detail(
            text % words, question_path(notice, slug, language) if slug else ""
        )


def _of_comment(notice: Notice, words: CommentWords) -> Iterator[str]:
    text = words.get(notice.data.get("comment", 0))
    if text is None:
        return
    quoted = {"words": Truncator(text).chars(LONGEST_COMMENT)}
    if notice.kind in (NoticeKind.REQUEST_ANSWERED, NoticeKind.SUGGESTION_ACCEPTED):
        asked = {
            Language.FR: _("What was asked for, in French: “%(words)s”"),
            Language.EN: _("What was asked for, in English: “%(words)s”"),
        }.get(notice.data.get("language", ""), _("What was asked for: “%(words)s”"))
        yield asked % quoted
    else:
        yield _("“%(words)s”") % quoted


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


def _day(written: str) -> str:
    return day_text(date.fromisoformat(written))
