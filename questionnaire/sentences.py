"""The wording of everything that happens: in lists, on the activity page, in mail.

One row for each kind of event; notices without an event have their own rows below.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from questionnaire.vocabulary import NoticeKind, SiteVerb, Verb


@dataclass(frozen=True)
class Sentences:
    """The wordings of one kind of event; a sentence names people as `%(…)s`."""

    # After a name or alone, in the administration’s lists: “saved an answer”.
    label: str | Promise
    # A line of the activity page.
    activity: str | Promise = ""
    # The notice about it: in the list of notices, and before the project in the
    # subject of its mail; None when there is none.
    notice: NoticeKind | None = None
    news: str | Promise = ""


_EVENTS: dict[str, Sentences] = {
    Verb.PROJECT_CREATED: Sentences(
        _("created the project"),
        _("%(person)s created the project"),
    ),
    Verb.PLAN_COPIED: Sentences(
        _("started the project from an earlier plan"),
        _("%(person)s started from the answers of an earlier plan"),
    ),
    Verb.PROJECT_EDITED: Sentences(
        _("changed the project’s description"),
        _("%(person)s changed the description of the project"),
    ),
    Verb.PROJECT_SUBMITTED: Sentences(
        _("sent the plan to review"),
        _("%(person)s sent the plan to review"),
        NoticeKind.SUBMITTED,
        _("%(name)s asks you to review a plan"),
    ),
    Verb.PROJECT_RETURNED: Sentences(
        _("took the plan back from review"),
        _("%(person)s took the plan back from review"),
    ),
    Verb.PROJECT_FINISHED: Sentences(
        _("finished the plan"),
        _("%(person)s finished the plan: %(edition)s"),
        NoticeKind.FINISHED,
        _("%(name)s finished the plan"),
    ),
    Verb.PROJECT_REOPENED: Sentences(
        _("reopened the plan"),
        _("%(person)s reopened the plan"),
        NoticeKind.REOPENED,
        _("%(name)s opened the plan again"),
    ),
    Verb.PROJECT_ARCHIVED: Sentences(
        _("archived the project"),
        _("%(person)s archived the project"),
    ),
    Verb.PROJECT_UNARCHIVED: Sentences(
        _("took the project back from the archive"),
        _("%(person)s took the project back from the archive"),
    ),
    Verb.PROJECT_DELETED: Sentences(
        _("deleted the project"),
        _("%(person)s deleted the project"),
        NoticeKind.PROJECT_DELETED,
        _("%(name)s deleted the project"),
    ),
    Verb.PROJECT_RESTORED: Sentences(
        _("restored the project"),
        _("%(person)s restored the project"),
        NoticeKind.PROJECT_RESTORED,
        _("%(name)s restored the project"),
    ),
    Verb.TEMPLATE_MOVED: Sentences(
        _("moved the plan to a newer version of its template"),
        _("%(person)s moved the plan to %(template)s of its template"),
        NoticeKind.TEMPLATE_MOVED,
        _("%(name)s moved the plan to a newer version of its template"),
    ),
    Verb.MOVE_CHECKED: Sentences(
        _("checked an answer after a move to a newer template"),
        _("%(person)s checked %(question)s after the move to a newer template"),
    ),
    Verb.ANSWER_SAVED: Sentences(
        _("saved an answer"),
        _("%(person)s saved %(version)s of their answer to %(question)s"),
    ),
    Verb.ANSWER_RESTORED: Sentences(
        _("took up an earlier version"),
        _(
            "%(person)s took up an earlier text of their answer to %(question)s: "
            "%(version)s"
        ),
    ),
    Verb.ANSWER_COPIED: Sentences(
        _("copied from a colleague’s answer"),
        _(
            "%(person)s copied a colleague’s text into their answer to %(question)s: "
            "%(version)s"
        ),
    ),
    Verb.ANSWER_SUGGESTED: Sentences(
        _("took up a suggested wording"),
        _("%(person)s took up the wording suggested for %(question)s: %(version)s"),
        NoticeKind.SUGGESTION_ACCEPTED,
        _("%(name)s accepted the wording suggested for question %(label)s"),
    ),
    Verb.ANSWER_MOVED: Sentences(
        _("moved text to the other language"),
        _(
            "%(person)s moved text of their answer to %(question)s from one language "
            "to the other: %(version)s"
        ),
    ),
    Verb.ANSWER_AGREED: Sentences(
        _("agreed on an answer"),
        _("%(person)s agreed on an answer to question %(review)s"),
    ),
    Verb.DECISION_WITHDRAWN: Sentences(
        _("withdrew a decision"),
        _("%(person)s withdrew the decision on question %(review)s"),
    ),
    Verb.CHANGES_REQUESTED: Sentences(
        _("asked for changes"),
        _("%(person)s asked for changes to an answer to question %(thread)s"),
    ),
    Verb.REVIEW_SENT: Sentences(
        _("sent a review to the team"),
        _("%(person)s sent a review to the team"),
        NoticeKind.REVIEWED,
        _("%(name)s reviewed your answers"),
    ),
    Verb.TRANSLATION_CONFIRMED: Sentences(
        _("marked a translation as up to date"),
        _("%(person)s marked %(version)s of %(question)s as an up-to-date translation"),
    ),
    Verb.VERSION_NAMED: Sentences(
        _("named a version"),
        _("%(person)s named %(version)s of their answer to %(question)s “%(name)s”"),
    ),
    Verb.MEMBER_INVITED: Sentences(
        _("invited somebody"),
        _("%(person)s invited somebody (%(role)s)"),
        NoticeKind.INVITATION,
        _("%(name)s invites you"),
    ),
    Verb.INVITATION_WITHDRAWN: Sentences(
        _("withdrew an invitation"),
        _("%(person)s withdrew an invitation"),
    ),
    Verb.MEMBER_JOINED: Sentences(
        _("joined the team"),
        _("%(person)s joined the team (%(role)s)"),
        NoticeKind.JOINED,
        _("%(name)s joined the team"),
    ),
    Verb.MEMBER_LEFT: Sentences(
        _("left the team"),
        _("%(person)s left the team"),
    ),
    Verb.MEMBER_REMOVED: Sentences(
        _("removed a member"),
        _("%(person)s removed %(name)s from the team"),
        NoticeKind.REMOVED,
        _("You no longer have access to the plan"),
    ),
    Verb.MEMBER_CHANGED: Sentences(
        _("changed a member’s role"),
        _("%(person)s changed the role of %(name)s (%(role)s)"),
        NoticeKind.ROLE_CHANGED,
        _("%(name)s changed your access"),
    ),
    Verb.MEMBER_MERGED: Sentences(
        _("joined two accounts of a member"),
        _(
            "%(person)s, as an administrator of the site, "
            "joined two accounts of a member"
        ),
    ),
    Verb.QUESTION_ASSIGNED: Sentences(
        _("assigned a question"),
        _("%(person)s assigned question %(question)s to %(member)s"),
        NoticeKind.ASSIGNED,
        _("%(name)s assigned question %(label)s to you"),
    ),
    Verb.QUESTION_UNASSIGNED: Sentences(
        _("took back an assignment"),
        _("%(person)s took question %(question)s back from %(member)s"),
    ),
    Verb.COMMENT_ADDED: Sentences(
        _("commented"),
        _("%(person)s commented on question %(thread)s"),
        NoticeKind.COMMENT,
        _("%(name)s commented on question %(label)s"),
    ),
    Verb.COMMENT_EDITED: Sentences(
        _("edited a comment"),
        _("%(person)s corrected a comment on question %(thread)s"),
    ),
    Verb.COMMENT_RESOLVED: Sentences(
        _("resolved a comment"),
        _("%(person)s resolved a comment on question %(thread)s"),
    ),
    Verb.COMMENT_REOPENED: Sentences(
        _("reopened a comment"),
        _("%(person)s reopened a comment on question %(thread)s"),
    ),
    Verb.COMMENT_HIDDEN: Sentences(
        _("hid a comment"),
        _("%(person)s hid a comment on question %(thread)s"),
    ),
    Verb.FEEDBACK_ASKED: Sentences(
        _("asked the library for feedback"),
        _("%(person)s asked the library for feedback"),
        NoticeKind.FEEDBACK_ASKED,
        _("%(name)s asks the library for feedback"),
    ),
    Verb.FEEDBACK_WITHDRAWN: Sentences(
        _("took back the request for feedback"),
        _("%(person)s took back the request for feedback"),
    ),
    Verb.FEEDBACK_TAKEN: Sentences(
        _("looks at the plan to give feedback"),
        _("%(person)s, of the library, looks at the plan to give feedback"),
    ),
    Verb.FEEDBACK_GIVEN: Sentences(
        _("gave feedback"),
        _("%(person)s, of the library, gave feedback on the plan"),
        NoticeKind.FEEDBACK_GIVEN,
        _("%(name)s, of the library, gave feedback"),
    ),
    Verb.INSTITUTION_CHANGED: Sentences(
        _("changed the institution"),
        _("%(person)s changed the institution of the project"),
    ),
    Verb.PROJECT_ADMIN_ACCESS: Sentences(
        _("looked at the project as administrator"),
        _("%(person)s looked at the project, as an administrator of the site"),
    ),
}
# Events outside projects appear in lists only.
_SITE_EVENTS: dict[str, Sentences] = {
    SiteVerb.INSTITUTION_CREATED: Sentences(_("added an institution")),
    SiteVerb.INSTITUTION_EDITED: Sentences(_("changed an institution")),
    SiteVerb.LIBRARIAN_APPOINTED: Sentences(_("appointed a librarian")),
    SiteVerb.LIBRARIAN_DISMISSED: Sentences(_("ended a librarian’s role")),
    SiteVerb.PLANS_EXPORTED: Sentences(_("started an export of many plans")),
    SiteVerb.PLANS_DOWNLOADED: Sentences(_("downloaded an export of many plans")),
    SiteVerb.EXPORT_CANCELLED: Sentences(_("cancelled an export of many plans")),
    SiteVerb.EXPORT_RETRIED: Sentences(_("tried an export of many plans again")),
    SiteVerb.ANSWERS_TAKEN: Sentences(_("took a table of the answers of plans")),
    SiteVerb.DEPOSIT_NOTED: Sentences(_("noted where a plan is deposited")),
    SiteVerb.DEPOSIT_WITHDRAWN: Sentences(_("withdrew a note of a deposit")),
    SiteVerb.GUIDANCE_WRITTEN: Sentences(_("wrote guidance of an institution")),
    SiteVerb.REMARK_SAVED: Sentences(_("saved a ready remark")),
    SiteVerb.REMARK_DELETED: Sentences(_("deleted a ready remark")),
    SiteVerb.PROJECT_PURGED: Sentences(_("erased a deleted project")),
    SiteVerb.USER_DEACTIVATED: Sentences(_("deactivated an account")),
    SiteVerb.USER_REACTIVATED: Sentences(_("reactivated an account")),
    SiteVerb.USER_MERGED: Sentences(_("merged two accounts")),
    SiteVerb.USER_ERASED: Sentences(_("erased a person’s data")),
    SiteVerb.USER_EXPORTED: Sentences(_("exported a person’s data")),
    SiteVerb.ADMINISTRATOR_NAMED: Sentences(_("named a site administrator")),
    SiteVerb.ADMINISTRATOR_REMOVED: Sentences(_("ended a site administrator’s role")),
}
# Notices that no event causes, or that words its event differently.
_NOTICES_ONLY = {
    NoticeKind.MENTION: _("%(name)s mentioned you in question %(label)s"),
    NoticeKind.NUDGE: _("%(name)s reminds you of question %(label)s"),
    NoticeKind.REQUEST_ANSWERED: _(
        "%(name)s answered the request for changes in question %(label)s"
    ),
    NoticeKind.DUE_SOON: _("Your answer to question %(label)s is wanted soon"),
    NoticeKind.OVERDUE: _("Your answer to question %(label)s is overdue"),
    NoticeKind.REMINDER: _("A day to remember"),
}

# Notices of one kind about several questions.
NEWS_OF_SEVERAL = {
    NoticeKind.ASSIGNED: ngettext_lazy(
        "%(name)s assigned %(count)s question to you",
        "%(name)s assigned %(count)s questions to you",
        "count",
    ),
    NoticeKind.DUE_SOON: ngettext_lazy(
        "%(count)s answer of yours is wanted soon",
        "%(count)s answers of yours are wanted soon",
        "count",
    ),
    NoticeKind.OVERDUE: ngettext_lazy(
        "%(count)s answer of yours is overdue",
        "%(count)s answers of yours are overdue",
        "count",
    ),
}

LABELS = {verb: row.label for verb, row in {**_EVENTS, **_SITE_EVENTS}.items()}
ACTIVITY = {verb: row.activity for verb, row in _EVENTS.items()}
NEWS = {
    **{row.notice: row.news for row in _EVENTS.values() if row.notice},
    **_NOTICES_ONLY,
}
# A change to a member that leaves the role as it was.
CREDIT_CHANGED = _("%(person)s changed the part of %(name)s in the work")
# Agreeing on a text as the translation of the one agreed on in the other language.
TRANSLATION_TAKEN = _(
    "%(person)s took a text as the translation of the answer agreed on for question "
    "%(review)s"
)
# Sending the plan to review when nobody else reviews it.
DECLARED_READY = _("%(person)s declared the plan ready")
