"""The addresses of the product's pages, below the language."""

from django.urls import path, register_converter

from questionnaire.views import (
    activity,
    answers,
    assignments,
    comments,
    drafts,
    editions,
    exports,
    invitations,
    marks,
    members,
    projects,
    team,
    two_versions,
    versions,
)


class QuestionLabelConverter:
    """A question's number as people see it: 2.3."""

    regex = r"[1-9][0-9]?\.[1-9][0-9]?"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class LanguageConverter(QuestionLabelConverter):
    """The language of an answer."""

    regex = "fr|en"


class FormatConverter(QuestionLabelConverter):
    """The extension of an exported file."""

    regex = "[a-z]{2,8}"


register_converter(QuestionLabelConverter, "label")
register_converter(LanguageConverter, "language")
register_converter(FormatConverter, "format")

_PROJECT = "projects/<uuid:project_id>/"

urlpatterns = [
    path("", projects.projects, name="projects"),
    path("projects/new/", projects.project_new, name="project_new"),
    path(_PROJECT, projects.project_overview, name="project_overview"),
    path(f"{_PROJECT}description/", projects.project_edit, name="project_edit"),
    path(f"{_PROJECT}plan/", projects.plan_read, name="plan_read"),
    # Answering
    path(f"{_PROJECT}questions/<label:label>/", answers.question, name="question"),
    path(f"{_PROJECT}sections/<int:number>/", answers.section, name="section"),
    path(
        f"{_PROJECT}questions/<label:label>/versions/",
        versions.versions,
        name="versions",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/versions/<language:language>/<int:number>/",
        versions.version,
        name="version",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/versions/compare/",
        versions.versions_compare,
        name="versions_compare",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/versions/restore/",
        versions.version_restore,
        name="version_restore",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/versions/name/",
        versions.version_name,
        name="version_name",
    ),
    path(f"{_PROJECT}questions/<label:label>/marks/", marks.marks, name="marks"),
    path(f"{_PROJECT}mine/", marks.my_questions, name="my_questions"),
    # Answering as a team
    path(
        f"{_PROJECT}questions/<label:label>/team/",
        team.team_answers,
        name="team_answers",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/team/copy/",
        team.copy_answer,
        name="copy_answer",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/assign/", assignments.assign, name="assign"
    ),
    path(
        f"{_PROJECT}questions/<label:label>/assign/<int:assignment_id>/take-back/",
        assignments.unassign,
        name="unassign",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/assign/<int:assignment_id>/remind/",
        assignments.nudge,
        name="nudge",
    ),
    # Saving
    path(f"{_PROJECT}questions/<label:label>/draft/", drafts.draft, name="draft"),
    path(f"{_PROJECT}questions/<label:label>/save/", drafts.save, name="save"),
    path(
        f"{_PROJECT}questions/<label:label>/draft/aside/",
        drafts.aside,
        name="draft_aside",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/draft/leave/",
        drafts.draft_leave,
        name="draft_leave",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/two-versions/",
        two_versions.two_versions,
        name="two_versions",
    ),
    path(
        f"{_PROJECT}recovered/<int:recovered_id>/restore/",
        drafts.recovered_restore,
        name="recovered_restore",
    ),
    # The team
    path(f"{_PROJECT}members/", members.members, name="members"),
    path(f"{_PROJECT}members/leave/", members.leave, name="leave"),
    path(f"{_PROJECT}members/mail/", members.mute, name="mute"),
    path(f"{_PROJECT}members/<int:member_id>/", members.member, name="member"),
    path(
        f"{_PROJECT}members/<int:member_id>/credit/",
        members.member_credit,
        name="member_credit",
    ),
    path(
        f"{_PROJECT}members/<int:member_id>/role/",
        members.member_role,
        name="member_role",
    ),
    path(
        f"{_PROJECT}members/<int:member_id>/hand-over/",
        members.member_hand_over,
        name="member_hand_over",
    ),
    path(
        f"{_PROJECT}members/<int:member_id>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        f"{_PROJECT}members/invitations/<int:invitation_id>/resend/",
        members.invitation_resend,
        name="invitation_resend",
    ),
    path(
        f"{_PROJECT}members/invitations/<int:invitation_id>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    # What happened
    path(f"{_PROJECT}activity/", activity.activity, name="activity"),
    path(f"{_PROJECT}activity/news/", activity.news, name="news"),
    # Talking
    path(
        f"{_PROJECT}questions/<label:label>/comments/",
        comments.comments,
        name="comments",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/comments/passage/<int:version_id>/",
        comments.comment_passage,
        name="comment_passage",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/comments/<int:comment_id>/edit/",
        comments.comment_edit,
        name="comment_edit",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/comments/<int:comment_id>/resolve/",
        comments.comment_resolve,
        name="comment_resolve",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/comments/<int:comment_id>/reopen/",
        comments.comment_reopen,
        name="comment_reopen",
    ),
    path(
        f"{_PROJECT}questions/<label:label>/comments/<int:comment_id>/hide/",
        comments.comment_hide,
        name="comment_hide",
    ),
    # Finishing
    path(f"{_PROJECT}submit/", editions.submit, name="submit"),
    path(
        f"{_PROJECT}back-to-drafting/",
        editions.back_to_drafting,
        name="back_to_drafting",
    ),
    path(f"{_PROJECT}finish/", editions.finish, name="finish"),
    path(f"{_PROJECT}reopen/", editions.reopen, name="reopen"),
    path(f"{_PROJECT}editions/", editions.editions, name="editions"),
    path(f"{_PROJECT}editions/<int:number>/", editions.edition, name="edition"),
    # Exporting
    path(f"{_PROJECT}export/", exports.export, name="export"),
    path(
        f"{_PROJECT}export/plan.<format:file_format>",
        exports.export_plan,
        name="export_plan",
    ),
    path(
        f"{_PROJECT}editions/<int:number>/plan.<format:file_format>",
        exports.export_edition,
        name="export_edition",
    ),
]
