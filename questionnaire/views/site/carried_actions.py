"""The addresses that take forms, each named by the button that sends its form.

`tests/views/site/test_carried_words.py` fails for one that is missing.
"""

from dataclasses import dataclass, field

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questionnaire.forms import (
    account,
    administration,
    answer,
    bulk_export,
    comment,
    decision,
    deposit,
    guidance,
    library,
    members,
    project,
    project_copy,
    review,
    team,
    versions,
)


@dataclass(frozen=True)
class Action:
    """What the form of one address does.

    `button` is what its button says; `form` is the class that labels its fields;
    `buttons` are those of forms with several: {(field, value): what it says};
    `ticks`, what a box or button says that `form` does not know: {field: words}.
    """

    button: str | Promise
    form: type[BaseForm] | None = None
    buttons: dict[tuple[str, str], str | Promise] = field(default_factory=dict)
    ticks: dict[str, str | Promise] = field(default_factory=dict)

    def words(self, fields: list[tuple[str, str]]) -> str | Promise:
        """What the button says that was pressed."""
        for name, value in fields:
            for known in ((name, value), (name, "")):
                if known in self.buttons:
                    return self.buttons[known]
        return self.button


_ANSWER = Action(_("Save the answer"), answer.AnswerForm)
_SAVE = _("Save")

# For an address that nobody has named yet: what was typed is shown all the same.
UNNAMED = Action(_("Send the form"))

ACTIONS = {
    # Answers.
    "question": _ANSWER,
    "section": _ANSWER,
    "numbered_question": _ANSWER,
    "numbered_page": _ANSWER,
    "two_versions": Action(
        _("Save this result"),
        answer.AnswerForm,
        {
            ("decision", "saved"): _("Keep the saved one"),
            ("decision", "mine"): _("Keep mine"),
        },
    ),
    "draft": _ANSWER,
    "save": _ANSWER,
    "draft_stash": _ANSWER,
    "draft_send": Action(_("Save it as a version")),
    "draft_leave": Action(_("Go back to the saved version")),
    "recovered_restore": Action(_("Restore as a new version")),
    "version_restore": Action(_("Restore an earlier version"), versions.RestoreForm),
    "version_name": Action(_("Save the name"), versions.VersionNameForm),
    "marks": Action(
        _("Come back to this"),
        None,
        {("marked", "no"): _("No longer come back to this")},
    ),
    "answer_language": Action(
        _("Move the text to the other language"),
        None,
        {("act", "leave"): _("Leave the text in this language")},
    ),
    "translation_confirm": Action(_("Mark as up to date")),
    "copy_answer": Action(_("Copy into my answer"), team.CopyForm),
    "copy_passages": Action(_("Copy into my answer"), team.PassagesForm),
    "request_accept": Action(_("Accept the wording")),
    # Comments.
    "comments": Action(_("Post the comment"), comment.CommentForm),
    "comment_passage": Action(_("Post the comment"), comment.PassageForm),
    "comment_edit": Action(_("Save the correction"), comment.EditForm),
    "comment_resolve": Action(_("Mark a comment as resolved")),
    "comment_reopen": Action(_("Reopen a comment")),
    "comment_hide": Action(_("Hide this comment")),
    # Review.
    "review_decide": Action(
        _("Agree on an answer"),
        decision.DecisionForm,
        {("withdraw", ""): _("Withdraw the decision")},
    ),
    "review_request": Action(_("Ask for changes"), decision.ChangeRequestForm),
    "combine": Action(
        _("Save and agree on this text"),
        decision.DecisionForm,
        {("do", "build"): _("Put the result together anew")},
    ),
    "review_agree": Action(_("Agree on the answers without differences")),
    "review_undo": Action(_("Undo this step")),
    "review_send": Action(_("Send the review"), review.MessageForm),
    "request_close": Action(_("Settle the request")),
    # Finishing.
    "submit": Action(_("Send for review"), review.MessageForm),
    "back_to_drafting": Action(_("Back to drafting")),
    "finish": Action(
        _("Finish the plan"),
        review.FinishForm,
        ticks={
            "accept_gaps": _("Finish with these questions unanswered or out of date"),
            "accept_unsent": _("Finish without the text that is not sent yet"),
        },
    ),
    "project_archive": Action(_("Archive the project")),
    "project_unarchive": Action(_("Take it back into use")),
    "project_delete": Action(_("Delete the project"), project_copy.DeleteProjectForm),
    "project_restore": Action(_("Restore the project")),
    "project_duplicate": Action(_("Create the project"), project_copy.ProjectCopyForm),
    "reopen": Action(_("Reopen the plan"), review.ReasonForm),
    # The project.
    "project_new": Action(_("Create the project"), project.NewProjectForm),
    "project_edit": Action(_("Save the description"), project.ProjectForm),
    "template_move": Action(_("Move the plan to a newer version of its template")),
    "wording_fits": Action(_("Say that an agreed answer still fits its question")),
    "unit_check": Action(_("Say what numbers mean in a column of another unit")),
    # The team.
    "members": Action(_("Send the invitation"), members.InvitationForm),
    "member_credit": Action(_("Save the roles"), members.CreditForm),
    "member_role": Action(_("Change the access"), members.RoleForm),
    "member_hand_over": Action(_("Hand over the project")),
    "member_remove": Action(_("Remove a member from the project")),
    "leave": Action(_("Leave the project")),
    "mute": Action(_("Turn mail on"), None, {("muted", "1"): _("Turn mail off")}),
    "invitation": Action(_("Accept the invitation")),
    "invitation_resend": Action(_("Send an invitation again")),
    "invitation_withdraw": Action(_("Withdraw an invitation")),
    "assign": Action(_("Assign a question"), team.AssignmentForm),
    "assign_questions": Action(_("Assign questions"), team.ManyAssignmentsForm),
    "unassign": Action(_("Take back an assignment")),
    "nudge": Action(_("Remind a member of a question")),
    # The library.
    "feedback_ask": Action(_("Ask for feedback"), library.AskForm),
    "feedback_withdraw": Action(_("Take back the request for feedback")),
    "feedback_take": Action(_("Look at the plan to give feedback")),
    "feedback_give": Action(_("Give the feedback"), library.ReplyForm),
    "guidance_question": Action(
        _("Save the text"),
        guidance.GuidanceForm,
        {("then", "preview"): pgettext_lazy("verb", "Preview the text")},
    ),
    "desk_views": Action(_("Save the view"), library.ViewNameForm),
    "desk_view_rename": Action(_("Save the name"), library.ViewNameForm),
    "desk_view_delete": Action(_("Delete a view")),
    "desk_deposit": Action(_("Note the deposit"), deposit.DepositForm),
    "desk_deposit_withdraw": Action(_("Withdraw the note")),
    "desk_remarks": Action(_("Save the remark"), library.RemarkForm),
    "desk_remark": Action(_("Save the remark"), library.RemarkForm),
    "desk_remark_delete": Action(_("Delete a remark")),
    "bulk_export_new": Action(
        _("Start the export"),
        bulk_export.BulkExportForm,
        ticks={"all": _("Select all results, on all pages")},
    ),
    "bulk_export_cancel": Action(_("Cancel the export")),
    "bulk_export_retry": Action(_("Try again what failed")),
    # The account, and unsent text.
    "notices_read": Action(_("Mark all as read")),
    "form_draft": Action(_SAVE),
    "form_draft_stash": Action(_SAVE),
    "form_draft_restore": Action(_("Put it back into the form")),
    "profile": Action(_("Save the profile"), account.ProfileForm),
    "account_data": Action(_("Download my data")),
    "account_email": Action(
        _("Change the address"),
        account.AddEmailForm,
        {
            ("action_remove", ""): _("Keep the present address"),
            ("action_send", ""): _("Send the message again"),
        },
    ),
    "calendar_renew": Action(_("Make a calendar address")),
    "calendar_stop": Action(_("Stop the calendar")),
    # The administration.
    "admin:institution_new": Action(_SAVE, administration.InstitutionForm),
    "admin:institution_edit": Action(_SAVE, administration.InstitutionForm),
    "admin:librarian_appoint": Action(
        _("Appoint a librarian"), administration.AppointForm
    ),
    "admin:librarian_dismiss": Action(_("Dismiss a librarian")),
    "admin:person_deactivate": Action(_("Close the account")),
    "admin:person_reactivate": Action(_("Open the account again")),
    "admin:person_administrator": Action(_("Make or dismiss an administrator")),
    "admin:person_merge": Action(_("Join the two accounts"), administration.MergeForm),
    "admin:person_data": Action(_("Download the person’s data")),
    "admin:person_erase": Action(_("Erase for good"), administration.EraseForm),
    "admin:project_institution": Action(
        _("Change the institution"), administration.ProjectInstitutionForm
    ),
}
