"""The sentences of the activity page."""

from collections import defaultdict

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.permissions import Permission
from questionnaire.vocabulary import Role, Verb

register = template.Library()

SENTENCES = {
    Verb.PROJECT_CREATED: gettext_lazy("%(person)s created the project"),
    Verb.PROJECT_EDITED: gettext_lazy(
        "%(person)s changed the description of the project"
    ),
    Verb.PROJECT_SUBMITTED: gettext_lazy("%(person)s sent the plan to review"),
    Verb.PROJECT_FINISHED: gettext_lazy("%(person)s finished the plan: %(edition)s"),
    Verb.PROJECT_RETURNED: gettext_lazy("%(person)s took the plan back from review"),
    Verb.PROJECT_REOPENED: gettext_lazy("%(person)s reopened the plan"),
    Verb.TEMPLATE_MOVED: gettext_lazy(
        "%(person)s moved the plan to %(template)s of its template"
    ),
    Verb.ANSWER_SAVED: gettext_lazy(
        "%(person)s saved %(version)s of their answer to %(question)s"
    ),
    Verb.ANSWER_RESTORED: gettext_lazy(
        "%(person)s took up an earlier text of their answer to %(question)s: "
        "%(version)s"
    ),
    Verb.ANSWER_COPIED: gettext_lazy(
        "%(person)s copied a colleague’s text into their answer to %(question)s: "
        "%(version)s"
    ),
    Verb.ANSWER_SUGGESTED: gettext_lazy(
        "%(person)s took up the wording suggested for %(question)s: %(version)s"
    ),
    Verb.ANSWER_AGREED: gettext_lazy(
        "%(person)s agreed on an answer to question %(review)s"
    ),
    Verb.DECISION_WITHDRAWN: gettext_lazy(
        "%(person)s withdrew the decision on question %(review)s"
    ),
    Verb.CHANGES_REQUESTED: gettext_lazy(
        "%(person)s asked for changes to an answer to question %(thread)s"
    ),
    Verb.REVIEW_SENT: gettext_lazy("%(person)s sent a review to the team"),
    Verb.VERSION_NAMED: gettext_lazy(
        "%(person)s named %(version)s of their answer to %(question)s “%(name)s”"
    ),
    Verb.MEMBER_INVITED: gettext_lazy("%(person)s invited somebody (%(role)s)"),
    Verb.INVITATION_WITHDRAWN: gettext_lazy("%(person)s withdrew an invitation"),
    Verb.MEMBER_JOINED: gettext_lazy("%(person)s joined the team (%(role)s)"),
    Verb.MEMBER_LEFT: gettext_lazy("%(person)s left the team"),
    Verb.MEMBER_REMOVED: gettext_lazy("%(person)s removed %(name)s from the team"),
    Verb.MEMBER_CHANGED: gettext_lazy(
        "%(person)s changed the role of %(name)s (%(role)s)"
    ),
    Verb.MEMBER_MERGED: gettext_lazy(
        "%(person)s, as an administrator of the site, joined two accounts of a member"
    ),
    Verb.QUESTION_ASSIGNED: gettext_lazy(
        "%(person)s assigned question %(question)s to %(member)s"
    ),
    Verb.QUESTION_UNASSIGNED: gettext_lazy(
        "%(person)s took question %(question)s back from %(member)s"
    ),
    Verb.COMMENT_ADDED: gettext_lazy("%(person)s commented on question %(thread)s"),
    Verb.COMMENT_EDITED: gettext_lazy(
        "%(person)s corrected a comment on question %(thread)s"
    ),
    Verb.COMMENT_RESOLVED: gettext_lazy(
        "%(person)s resolved a comment on question %(thread)s"
    ),
    Verb.COMMENT_REOPENED: gettext_lazy(
        "%(person)s reopened a comment on question %(thread)s"
    ),
    Verb.COMMENT_HIDDEN: gettext_lazy(
        "%(person)s hid a comment on question %(thread)s"
    ),
    Verb.FEEDBACK_ASKED: gettext_lazy("%(person)s asked the library for feedback"),
    Verb.FEEDBACK_WITHDRAWN: gettext_lazy(
        "%(person)s took back the request for feedback"
    ),
    Verb.FEEDBACK_TAKEN: gettext_lazy(
        "%(person)s, of the library, looks at the plan to give feedback"
    ),
    Verb.FEEDBACK_GIVEN: gettext_lazy(
        "%(person)s, of the library, gave feedback on the plan"
    ),
    Verb.INSTITUTION_CHANGED: gettext_lazy(
        "%(person)s changed the institution of the project"
    ),
    Verb.PROJECT_ADMIN_ACCESS: gettext_lazy(
        "%(person)s looked at the project, as an administrator of the site"
    ),
}
# A change of a member that leaves the role as it was.
_CREDIT_CHANGED = gettext_lazy("%(person)s changed the part of %(name)s in the work")
# Sending the plan to review, where there is nobody who reviews.
_READY = gettext_lazy("%(person)s declared the plan ready")


@register.filter
def sentence(event):
    """Who did what, with links to where it can be seen."""
    text = SENTENCES.get(event.verb)
    if event.verb == Verb.MEMBER_CHANGED and "role" not in event.data:
        text = _CREDIT_CHANGED
    elif event.data.get("alone"):
        text = _READY
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


def _words(event):
    """What sentences speak of; links where there is a place to lead to."""
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

    The event says by what, see queries.conversation.activity.note_questions.
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
