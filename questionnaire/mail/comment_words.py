"""The words of comments that notices are about, as far as their reader may read them.

They are read when the notice is shown or mailed, never kept with it: what was
corrected or hidden since, or is no longer open to the reader, is not told.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from questionnaire.errors import Refusal
from questionnaire.models import Comment, Membership, Notice, User
from questionnaire.permissions import (
    Permission,
    ProjectRole,
    get_project_access,
    may_in_state,
)

# {comment id: its text}
CommentWords: TypeAlias = Mapping[int, str]


def read_comment_words(reader: User, notices: Iterable[Notice]) -> CommentWords:
    """The texts of the comments that these notices to `reader` are about.

    Two queries, and one more for each project in which the reader has no place; none
    without comments.
    """
    about = {
        notice.data["comment"]: notice.project_id
        for notice in notices
        if notice.data.get("comment")
    }
    if not about:
        return {}
    comments = Comment.objects.filter(
        pk__in=about,
        project__in=_open_projects(reader, set(about.values())),
        hidden_at=None,
    )
    return dict(comments.order_by().values_list("pk", "body"))


def _open_projects(reader: User, projects: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those in which the reader may read comments now."""
    places = {
        project_id: may_in_state(Permission.COMMENT_READ, ProjectRole(role), status)
        for project_id, role, status in Membership.objects.filter(
            user=reader, project__in=projects
        ).values_list("project_id", "role", "project__status")
    }
    return [
        project_id
        for project_id in projects
        if places.get(project_id) or _is_open(reader, project_id, places)
    ]


def _is_open(
    reader: User, project_id: uuid.UUID, places: Mapping[uuid.UUID, bool]
) -> bool:
    if project_id in places:
        return False
    try:
        access = get_project_access(reader, project_id)
    except Refusal:
        return False
    return access.may(Permission.COMMENT_READ)
