"""Enumerations: roles, statuses, origins.

The stored values are the field's terms (docs/architecture.md); the labels are
what people read.
"""

import enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(TextChoices):
    """The two official languages, each named in itself."""

    FR = "fr", "Français"
    EN = "en", "English"

    @property
    def other(self) -> "Language":
        return Language.EN if self is Language.FR else Language.FR


class Role(TextChoices):
    """A member's role in a project."""

    PI = "pi", _("Principal investigator")
    CONTRIBUTOR = "contributor", _("Contributor")
    VIEWER = "viewer", _("Viewer")


class ProjectStatus(TextChoices):
    """The status of a plan; a finished plan can be reopened for its next edition."""

    DRAFTING = "drafting", _("Drafting")
    IN_REVIEW = "in_review", _("In review")
    FINISHED = "finished", _("Finished")


class QuestionStatus(TextChoices):
    """The status of a question, in the order of the legend."""

    AGREED = "agreed", pgettext_lazy("question", "Agreed")
    NEWER = "newer", pgettext_lazy("question", "Agreed, newer version")
    TO_DECIDE = "decide", pgettext_lazy("question", "To decide")
    CHANGES_REQUESTED = "changes", pgettext_lazy("question", "Changes requested")
    ANSWERED = "answered", pgettext_lazy("question", "Answered")
    DRAFT = "draft", pgettext_lazy("question", "Draft")
    NOT_STARTED = "start", pgettext_lazy("question", "Not started")


class FormName(TextChoices):
    """The forms whose unsent text is kept, by what is written in them."""

    PROJECT = "project", _("Description of a project")
    INVITATION = "invitation", _("Invitation")
    COMMENT = "comment", _("Comment")
    REPLY = "reply", _("Reply to a comment")
    CORRECTION = "correction", _("Correction of a comment")
    PASSAGE = "passage", _("Comment on a passage")
    DECISION = "decision", _("Note on a decision")
    REQUEST = "request", _("Request for changes")
    COMBINATION = "combination", _("Combined answer")
    ROUND = "round", _("Message with the review")
    SUBMISSION = "submission", _("Message to the reviewers")
    EDITION = "edition", _("Note on an edition")
    REOPENING = "reopening", _("Reason for reopening the plan")
    FEEDBACK_REQUEST = "feedback_request", _("Message to the library")
    FEEDBACK = "feedback", _("Feedback of the library")
    GUIDANCE = "guidance", _("Guidance of an institution")
    REMARK = "remark", _("Ready remark")
    INSTITUTION = "institution", _("Description of an institution")


class Origin(TextChoices):
    """How the content of a version was made."""

    TYPED = "typed", _("Typed")
    RECOVERED = "recovered", _("Recovered")
    COPIED = "copied", _("Copied")
    MERGED = "merged", _("Merged")
    RESTORED = "restored", _("Restored")
    IMPORTED = "imported", _("Imported")
    SUGGESTED = "suggested", _("Suggested by a reviewer")
    MOVED = "moved", _("Moved to the other language")
    # By a move to a newer template, without its author; and by its author after one.
    CONVERTED = "converted", _("Converted to another unit")
    UNIT_CHECKED = "checked", _("Converted to another unit by its author")


class CheckKind(TextChoices):
    """What is to be looked at after a move to a newer template."""

    WORDING = "wording", _("Wording")
    UNIT = "unit", _("Unit")


class UnitChoice(TextChoices):
    """What the numbers of a column mean once it asks for another unit."""

    MEANT = "meant", _("They mean the new unit already.")
    CONVERTED = "converted", _("Convert them.")
    LATER = "later", _("Their authors check them, row by row.")


class InstitutionRoleName(TextChoices):
    """A person's role in an institution; granted by site administrators only."""

    LIBRARIAN = "librarian", _("Librarian")


class Appearance(TextChoices):
    """Light or dark pages; `system` follows the device."""

    SYSTEM = "system", _("Same as the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class FileFormat(TextChoices):
    """Formats that a plan can be exported in, and the package with all of them."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    PACKAGE = "bagit", _("Preservation package (BagIt)")


class HoldingKind(TextChoices):
    """How an institution came to hold an edition."""

    EXPORTED = "exported", _("Exported")
    DEPOSITED = "deposited", _("Deposited elsewhere")


class FileState(TextChoices):
    """The state of the rendering of an exported file."""

    WAITING = "waiting", _("Waiting")
    RENDERING = "rendering", _("Rendering")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Verb(enum.StrEnum):
    """The action that an event records; sentences.py has the wording."""

    PROJECT_CREATED = "project.created"
    PLAN_COPIED = "project.plan_copied"
    PROJECT_EDITED = "project.edited"
    PROJECT_SUBMITTED = "project.submitted"
    PROJECT_RETURNED = "project.returned"
    PROJECT_FINISHED = "project.finished"
    PROJECT_REOPENED = "project.reopened"
    PROJECT_ARCHIVED = "project.archived"
    PROJECT_UNARCHIVED = "project.unarchived"
    PROJECT_DELETED = "project.deleted"
    PROJECT_RESTORED = "project.restored"
    TEMPLATE_MOVED = "project.template_moved"
    MOVE_CHECKED = "project.move_checked"
    ANSWER_SAVED = "answer.saved"
    ANSWER_RESTORED = "answer.restored"
    ANSWER_COPIED = "answer.copied"
    ANSWER_SUGGESTED = "answer.suggested"
    ANSWER_MOVED = "answer.moved"
    ANSWER_AGREED = "review.agreed"
    DECISION_WITHDRAWN = "review.withdrawn"
    CHANGES_REQUESTED = "review.changes_requested"
    REVIEW_SENT = "review.sent"
    TRANSLATION_CONFIRMED = "answer.translation_confirmed"
    VERSION_NAMED = "version.named"
    MEMBER_INVITED = "member.invited"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    MEMBER_JOINED = "member.joined"
    MEMBER_LEFT = "member.left"
    MEMBER_REMOVED = "member.removed"
    MEMBER_CHANGED = "member.changed"
    MEMBER_MERGED = "member.merged"
    QUESTION_ASSIGNED = "question.assigned"
    QUESTION_UNASSIGNED = "question.unassigned"
    COMMENT_ADDED = "comment.added"
    COMMENT_EDITED = "comment.edited"
    COMMENT_RESOLVED = "comment.resolved"
    COMMENT_REOPENED = "comment.reopened"
    COMMENT_HIDDEN = "comment.hidden"
    FEEDBACK_ASKED = "feedback.asked"
    FEEDBACK_WITHDRAWN = "feedback.withdrawn"
    FEEDBACK_TAKEN = "feedback.taken"
    FEEDBACK_GIVEN = "feedback.given"
    INSTITUTION_CHANGED = "project.institution_changed"
    PROJECT_ADMIN_ACCESS = "project.looked_at"


class CommentKind(TextChoices):
    """Whether a comment requests changes."""

    COMMENT = "comment", _("Comment")
    CHANGE_REQUEST = "change_request", _("Change request")


class RequestState(TextChoices):
    """The state of a change request."""

    OPEN = "open", pgettext_lazy("request", "Waits for the author")
    STRANDED = (
        "stranded",
        pgettext_lazy("request", "Waits for a principal investigator"),
    )
    ANSWERED = "answered", pgettext_lazy("request", "Answered with a new version")
    CLOSED = "settled", pgettext_lazy("request", "Settled")


class FeedbackState(TextChoices):
    """The state of a request for the library's feedback."""

    ASKED = "asked", pgettext_lazy("feedback", "Asked")
    TAKEN = "looked_at", pgettext_lazy("feedback", "Being looked at")
    GIVEN = "given", pgettext_lazy("feedback", "Given")
    WITHDRAWN = "withdrawn", pgettext_lazy("feedback", "Withdrawn")


class BulkExportState(TextChoices):
    """The state of an export of many plans."""

    RUNNING = "running", pgettext_lazy("bulk export", "Running")
    DONE = "done", pgettext_lazy("bulk export", "Done")
    CANCELLED = "cancelled", pgettext_lazy("bulk export", "Cancelled")


class ItemState(TextChoices):
    """The state of one file of an export of many plans."""

    PENDING = "pending", pgettext_lazy("bulk export", "Waiting")
    DONE = "done", pgettext_lazy("bulk export", "Done")
    FAILED = "failed", pgettext_lazy("bulk export", "Failed")


class ItemFailure(TextChoices):
    """Why a file of an export of many plans could not be made."""

    TOO_LONG = "too_long", _("The plan is too long to be laid out.")
    ERROR = "error", _("The file could not be made.")
    NOT_ALLOWED = "not_allowed", _("You may no longer export this plan.")


class Parting(TextChoices):
    """What becomes of a project whose only principal investigator leaves the site."""

    ARCHIVE = (
        "archive",
        _(
            "Archive it: it stays as it is, to be read by its other members and, once "
            "it was sent to review, by the librarians of its institution"
        ),
    )
    DELETE = (
        "delete",
        _("Delete it: for 30 days an administrator can restore it, then it is erased"),
    )


class SiteVerb(enum.StrEnum):
    """The action that an event outside any project records."""

    INSTITUTION_CREATED = "institution.created"
    INSTITUTION_EDITED = "institution.edited"
    LIBRARIAN_APPOINTED = "librarian.appointed"
    LIBRARIAN_DISMISSED = "librarian.dismissed"
    PLANS_EXPORTED = "plans.exported"
    PLANS_DOWNLOADED = "plans.fetched"
    EXPORT_CANCELLED = "plans.export_cancelled"
    EXPORT_RETRIED = "plans.export_retried"
    ANSWERS_TAKEN = "plans.answers_taken"
    DEPOSIT_NOTED = "deposit.noted"
    DEPOSIT_WITHDRAWN = "deposit.withdrawn"
    GUIDANCE_WRITTEN = "guidance.written"
    REMARK_SAVED = "remark.saved"
    REMARK_DELETED = "remark.deleted"
    PROJECT_PURGED = "project.purged"
    USER_DEACTIVATED = "user.deactivated"
    USER_REACTIVATED = "user.reactivated"
    USER_MERGED = "user.merged"
    USER_ERASED = "user.erased"
    USER_EXPORTED = "user.exported"
    ADMINISTRATOR_NAMED = "administrator.named"
    ADMINISTRATOR_REMOVED = "administrator.removed"


class ReminderKind(TextChoices):
    """A date that the team is reminded of."""

    REVIEW_DATE = "review_date", _("The plan is to be reviewed")
    PROJECT_END = "project_end", _("The project ends")


class NoticeKind(TextChoices):
    """What members are notified of by mail."""

    INVITATION = "invitation", _("Invitation")
    JOINED = "joined", _("A colleague joined")
    MENTION = "mention", _("You are mentioned")
    COMMENT = "comment", _("Comment")
    ASSIGNED = "assigned", _("A question is assigned to you")
    NUDGE = "nudge", _("Reminder")
    DUE_SOON = "due_soon", _("An answer is wanted soon")
    OVERDUE = "overdue", _("An answer is overdue")
    REMOVED = "removed", _("You were removed from a project")
    SUBMITTED = "submitted", _("A plan is ready for review")
    REVIEWED = "reviewed", _("Your answers were reviewed")
    REQUEST_ANSWERED = "request_answered", _("A request for changes is answered")
    SUGGESTION_ACCEPTED = "suggestion_accepted", _("A suggested wording is accepted")
    ROLE_CHANGED = "role_changed", _("Your access is changed")
    FINISHED = "finished", _("A plan is finished")
    REOPENED = "reopened", _("A plan is open again")
    PROJECT_DELETED = "project_deleted", _("A project is deleted")
    PROJECT_RESTORED = "project_restored", _("A project is restored")
    TEMPLATE_MOVED = "template_moved", _("A plan follows a newer template")
    REMINDER = "reminder", _("A day to remember")
    FEEDBACK_ASKED = "feedback_asked", _("The library is asked for feedback")
    FEEDBACK_GIVEN = "feedback_given", _("The library gave feedback")


class MailRhythm(TextChoices):
    """How often a person wants mail about projects."""

    NOW = "now", _("As things happen")
    DAILY = "daily", _("Once a day, together")
    NEVER = "never", _("Never, except invitations")
