"""The rights in a project: who may do what, in which state of the plan.

A cell of the table has three letters, for a project that is being drafted, in
review, finished: A allowed, D denied. tests/permissions/permissions.yaml says the same.
"""

import enum

from questionnaire.models import Project
from questionnaire.vocabulary import ProjectStatus, Role


class Permission(enum.StrEnum):
    """Everything that can be done in a project, as it is called everywhere."""

    PROJECT_LIST_ROW = "project.list_row"
    PROJECT_READ = "project.read"
    PROJECT_EDIT_METADATA = "project.edit_metadata"
    PROJECT_CHANGE_INSTITUTION = "project.change_institution"
    PROJECT_SUBMIT = "project.submit"
    PROJECT_BACK_TO_DRAFTING = "project.back_to_drafting"
    PROJECT_FINISH = "project.finish"
    PROJECT_REOPEN = "project.reopen"
    PROJECT_ARCHIVE = "project.archive"
    PROJECT_DUPLICATE = "project.duplicate"
    PROJECT_DELETE = "project.delete"
    PROJECT_RESTORE = "project.restore"
    PROJECT_ACTIVITY_READ = "project.activity_read"
    ANSWER_READ_OTHER_MEMBER = "answer.read_other_member"
    ANSWER_READ_HISTORY = "answer.read_history"
    ANSWER_KNOW_UNSENT = "answer.know_unsent"
    ANSWER_AUTOSAVE_OWN = "answer.autosave_own"
    ANSWER_SAVE_OWN = "answer.save_own"
    ANSWER_STASH_OWN = "answer.stash_own"
    ANSWER_RESTORE_OLD_AS_NEW = "answer.restore_old_as_new"
    QUESTION_ASSIGN = "question.assign"
    COMMENT_READ = "comment.read"
    COMMENT_ADD = "comment.add"
    COMMENT_EDIT_OWN = "comment.edit_own"
    COMMENT_HIDE_OTHER = "comment.hide_other"
    COMMENT_RESOLVE = "comment.resolve"
    MEMBER_LIST = "member.list"
    MEMBER_READ_EMAILS = "member.read_emails"
    MEMBER_INVITE = "member.invite"
    MEMBER_LIST_INVITES = "member.list_invites"
    MEMBER_REVOKE_INVITE = "member.revoke_invite"
    MEMBER_CHANGE_ROLE = "member.change_role"
    MEMBER_HAND_OVER = "member.hand_over"
    MEMBER_REMOVE = "member.remove"
    MEMBER_LEAVE = "member.leave"
    MEMBER_MUTE = "member.mute"
    REVIEW_DECIDE = "review.decide"
    REVIEW_REQUEST_CHANGES = "review.request_changes"
    REVIEW_READ_DECISIONS = "review.read_decisions"
    EDITION_READ = "edition.read"
    EDITION_EXPORT = "edition.export"
    EXPORT_PDF = "export.pdf"
    EXPORT_DOCX = "export.docx"
    EXPORT_FULL_HISTORY = "export.full_history"
    FEEDBACK_ASK = "feedback.ask"
    FEEDBACK_GIVE = "feedback.give"
    BULK_EXPORT_INCLUDES = "institution.bulk_export_includes"


class ProjectRole(enum.StrEnum):
    """A person’s role in a project: those of members, and two from outside."""

    VIEWER = Role.VIEWER.value
    CONTRIBUTOR = Role.CONTRIBUTOR.value
    PI = Role.PI.value
    LIBRARIAN = "librarian"  # of the project's institution
    SITE_ADMIN = "site_admin"


_STATES = (ProjectStatus.DRAFTING, ProjectStatus.IN_REVIEW, ProjectStatus.FINISHED)


def _cells(
    viewer: str, contributor: str, pi: str, librarian: str, site_admin: str
) -> dict[ProjectRole, str]:
    return dict(
        zip(
            ProjectRole,
            (viewer, contributor, pi, librarian, site_admin),
            strict=True,
        )
    )


# fmt: off
#                                             viewer contrib. PI  librarian site admin
TABLE = {
    Permission.PROJECT_LIST_ROW:           _cells("AAA", "AAA", "AAA", "AAA", "AAA"),
    Permission.PROJECT_READ:               _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.PROJECT_EDIT_METADATA:      _cells("DDD", "DDD", "AAD", "DDD", "DDD"),
    Permission.PROJECT_CHANGE_INSTITUTION: _cells("DDD", "DDD", "ADD", "DDD", "AAA"),
    Permission.PROJECT_SUBMIT:             _cells("DDD", "ADD", "ADD", "DDD", "DDD"),
    Permission.PROJECT_BACK_TO_DRAFTING:   _cells("DDD", "DDD", "DAD", "DDD", "DDD"),
    Permission.PROJECT_FINISH:             _cells("DDD", "DDD", "DAD", "DDD", "DDD"),
    Permission.PROJECT_REOPEN:             _cells("DDD", "DDD", "DDA", "DDD", "DDA"),
    Permission.PROJECT_ARCHIVE:            _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.PROJECT_DUPLICATE:          _cells("DDD", "AAA", "AAA", "DDD", "DDD"),
    Permission.PROJECT_DELETE:             _cells("DDD", "DDD", "ADD", "DDD", "AAA"),
    Permission.PROJECT_RESTORE:            _cells("DDD", "DDD", "ADD", "DDD", "AAA"),
    Permission.PROJECT_ACTIVITY_READ:      _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.ANSWER_READ_OTHER_MEMBER:   _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.ANSWER_READ_HISTORY:        _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.ANSWER_KNOW_UNSENT:         _cells("DDD", "AAA", "AAA", "DDD", "DDD"),
    Permission.ANSWER_AUTOSAVE_OWN:        _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.ANSWER_SAVE_OWN:            _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.ANSWER_STASH_OWN:           _cells("AAA", "AAA", "AAA", "DDD", "DDD"),
    Permission.ANSWER_RESTORE_OLD_AS_NEW:  _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.QUESTION_ASSIGN:            _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.COMMENT_READ:               _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.COMMENT_ADD:                _cells("DDD", "AAD", "AAD", "DAD", "DDD"),
    Permission.COMMENT_EDIT_OWN:           _cells("DDD", "AAD", "AAD", "DAD", "DDD"),
    Permission.COMMENT_HIDE_OTHER:         _cells("DDD", "DDD", "AAD", "DDD", "AAA"),
    Permission.COMMENT_RESOLVE:            _cells("DDD", "AAD", "AAD", "DDD", "DDD"),
    Permission.MEMBER_LIST:                _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.MEMBER_READ_EMAILS:         _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_INVITE:              _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_LIST_INVITES:        _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_REVOKE_INVITE:       _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_CHANGE_ROLE:         _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_HAND_OVER:           _cells("DDD", "DDD", "AAA", "DDD", "DDD"),
    Permission.MEMBER_REMOVE:              _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.MEMBER_LEAVE:               _cells("AAA", "AAA", "DDD", "DDD", "DDD"),
    Permission.MEMBER_MUTE:                _cells("AAA", "AAA", "AAA", "DDD", "DDD"),
    Permission.REVIEW_DECIDE:              _cells("DDD", "DDD", "AAD", "DDD", "DDD"),
    Permission.REVIEW_REQUEST_CHANGES:     _cells("DDD", "DDD", "AAD", "DDD", "DDD"),
    Permission.REVIEW_READ_DECISIONS:      _cells("DDD", "AAA", "AAA", "DDD", "AAA"),
    Permission.EDITION_READ:               _cells("AAA", "AAA", "AAA", "AAA", "AAA"),
    Permission.EDITION_EXPORT:             _cells("AAA", "AAA", "AAA", "AAA", "AAA"),
    Permission.EXPORT_PDF:                 _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.EXPORT_DOCX:                _cells("AAA", "AAA", "AAA", "DAA", "AAA"),
    Permission.EXPORT_FULL_HISTORY:        _cells("DDD", "DDD", "AAA", "DDD", "AAA"),
    Permission.FEEDBACK_ASK:               _cells("DDD", "DAD", "DAD", "DDD", "DDD"),
    Permission.FEEDBACK_GIVE:              _cells("DDD", "DDD", "DDD", "DAD", "DDD"),
    Permission.BULK_EXPORT_INCLUDES:       _cells("DDD", "DDD", "DDD", "DDA", "DDA"),
}
# fmt: on

# What an archived project still allows: to read it, to take it back, to see to its
# members, and to keep for oneself what was typed before it was put away.
WHILE_ARCHIVED = frozenset(
    {
        Permission.PROJECT_LIST_ROW,
        Permission.PROJECT_READ,
        Permission.PROJECT_ARCHIVE,
        Permission.PROJECT_DUPLICATE,
        Permission.PROJECT_DELETE,
        Permission.PROJECT_ACTIVITY_READ,
        Permission.ANSWER_READ_OTHER_MEMBER,
        Permission.ANSWER_READ_HISTORY,
        Permission.ANSWER_KNOW_UNSENT,
        Permission.ANSWER_STASH_OWN,
        Permission.COMMENT_READ,
        Permission.COMMENT_HIDE_OTHER,
        Permission.MEMBER_LIST,
        Permission.MEMBER_READ_EMAILS,
        Permission.MEMBER_LIST_INVITES,
        Permission.MEMBER_REVOKE_INVITE,
        Permission.MEMBER_CHANGE_ROLE,
        Permission.MEMBER_HAND_OVER,
        Permission.MEMBER_REMOVE,
        Permission.MEMBER_LEAVE,
        Permission.MEMBER_MUTE,
        Permission.REVIEW_READ_DECISIONS,
        Permission.EDITION_READ,
        Permission.EDITION_EXPORT,
        Permission.EXPORT_PDF,
        Permission.EXPORT_DOCX,
        Permission.EXPORT_FULL_HISTORY,
        Permission.BULK_EXPORT_INCLUDES,
    }
)
# What a deleted project allows, and no other: who may not do it does not see it.
WHILE_DELETED = frozenset({Permission.PROJECT_RESTORE})
# What is left of an erased one: the editions that its institution holds.
ONCE_ERASED = frozenset({Permission.EDITION_READ, Permission.EDITION_EXPORT})


def may_in_project(
    permission: Permission, role: ProjectRole, project: Project, status: str = ""
) -> bool:
    """Whether the table allows this to a role in this project, as it is now.

    `status` counts instead of the project’s, if given.
    """
    return is_open_to(permission, project) and may_in_state(
        permission, role, status or project.status
    )


def is_open_to(permission: Permission, project: Project) -> bool:
    """Whether a project allows this at all, if it is archived, deleted or erased."""
    if project.erased_at:
        return permission in ONCE_ERASED
    if project.is_deleted or permission in WHILE_DELETED:
        return project.is_deleted and permission in WHILE_DELETED
    return not project.is_archived or permission in WHILE_ARCHIVED


def may_in_state(permission: Permission, role: ProjectRole, status: str) -> bool:
    """Whether the table allows this to a role while a project has that status."""
    return TABLE[permission][role][_STATES.index(status)] == "A"


def may_in_some_state(permission: Permission, role: ProjectRole) -> bool:
    """Whether the table allows this to a role in any state of a project."""
    return "A" in TABLE[permission][role]


def statuses_allowing(permission: Permission, role: ProjectRole) -> list[ProjectStatus]:
    """The states of a project in which the table allows this, for lists."""
    return [status for status in _STATES if may_in_state(permission, role, status)]
