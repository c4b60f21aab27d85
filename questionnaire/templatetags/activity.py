"""The sentences of the activity page."""

from collections import defaultdict

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from questionnaire.permissions import Permission
from questionnaire.sentences import (
    ACTIVITY,
    CREDIT_CHANGED,
    DECLARED_READY,
    TRANSLATION_TAKEN,
)
from questionnaire.vocabulary import Role, Verb

register = template.Library()


@register.filter
def sentence(event):
    """Who did what, with links to where it can be seen."""
    text = ACTIVITY.get(event.verb)
    if event.verb == Verb.MEMBER_CHANGED and "role" not in event.data:
        text = CREDIT_CHANGED
    elif event.data.get("alone"):
        text = DECLARED_READY
    elif event.verb == Verb.ANSWER_AGREED and "translation_of" in event.data:
        text = TRANSLATION_TAKEN
    if text is None:
        return event.verb
    words = defaultdict(lambda: "…")
    words.update(
        (name, conditional_escape(value)) for name, value in _words(event).items()
    )
    return mark_safe(escape(text) % words)  # noqa: S308 (each piece is escaped)


@register.filter
def may(access, permission):
    """Whether the person may do this now: `{% if access|may:"project.edit" %}`."""
    return access.may(Permission(permission))


@register.filter
def may_ever(access, permission):
    """Whether the person may do this in some state of the project."""
    return access.may_ever(Permission(permission))


def _words(event):
    """The words that fill a sentence, as links where there is a page to link to."""
    actor = event.actor or _("DMP Studio")
    words = {"person": format_html("<strong>{}</strong>", actor)}
    kind, _colon, name = event.target.partition(":")
    words |= {key: event.data.get(key, "") for key in ("name", "member")}
    role = event.data.get("role")
    words["role"] = Role(role).label if role in Role.values else ""
    if kind == "question":
        words |= _question_words(event)
    elif kind == "edition":
        words["edition"] = _link(
            _("edition %(number)s") % {"number": name},
            "edition",
            event.project_id,
            int(name),
        )
    elif event.verb == Verb.TEMPLATE_MOVED:
        words["template"] = _link(
            _("version %(number)s") % {"number": event.data.get("to", "…")},
            "template_move",
            event.project_id,
        )
    return words


def _question_words(event):
    """What names the question; no links once the template no longer asks it.

    `annotate_questions` of queries.conversation.activity tells which question it is.
    """
    label = event.label
    if event.slug is None:
        gone = _("%(label)s (no longer asked)") % {"label": label}
        number = _("version %(number)s") % {"number": event.data.get("number", "")}
        return {"question": gone, "review": gone, "thread": gone, "version": number}
    arguments = [event.project_id, event.slug]
    words = {
        "question": _link(label, "question", *arguments),
        "review": _link(label, "team_answers", *arguments),
    }
    if "comment" in event.data:
        anchor = f"#comment-{event.data['comment']}"
        words["thread"] = _link(label, "comments", *arguments, after=anchor)
    if "number" in event.data and event.verb != Verb.ANSWER_AGREED:
        words["version"] = _link(
            _("version %(number)s") % event.data,
            "version",
            *arguments,
            event.data["language"],
            event.data["number"],
            after=f"?author={event.actor_id}",
        )
    return words


def _link(text, view, *args, after=""):
    return format_html('<a href="{}{}">{}</a>', reverse(view, args=args), after, text)
