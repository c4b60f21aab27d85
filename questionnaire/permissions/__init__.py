"""Who may do what: in a project, for an institution, and on the site.

For each: one enumeration, one table, and one function that opens it for a person
or refuses with a member of the family in `errors`. How a refusal looks to
whoever asked is decided in refusals.py: strangers get 404, a wrong role 403, a
wrong state 409.
"""

from questionnaire.errors import Forbidden
from questionnaire.permissions.ended import MembershipEnded, ended_memberships
from questionnaire.permissions.institution import (
    INSTITUTION_TABLE,
    InstitutionAccess,
    InstitutionPermission,
    get_institution_access,
    institutions_served_by,
    may_include,
    open_institution,
)
from questionnaire.permissions.project import (
    InvalidState,
    NoAccess,
    NotDeleted,
    ProjectAccess,
    ProjectArchived,
    ProjectDeleted,
    find_project,
    get_project_access,
    member_accesses,
    open_project,
)
from questionnaire.permissions.site import (
    OF_EVERYBODY,
    SitePermission,
    may_on_site,
    require_on_site,
)
from questionnaire.permissions.table import (
    TABLE,
    WHILE_ARCHIVED,
    WHILE_DELETED,
    Permission,
    ProjectRole,
    may_in_project,
    may_in_state,
    statuses_allowing,
)

__all__ = [
    "INSTITUTION_TABLE",
    "OF_EVERYBODY",
    "TABLE",
    "WHILE_ARCHIVED",
    "WHILE_DELETED",
    "Forbidden",
    "InstitutionAccess",
    "InstitutionPermission",
    "InvalidState",
    "MembershipEnded",
    "NoAccess",
    "NotDeleted",
    "Permission",
    "ProjectAccess",
    "ProjectArchived",
    "ProjectDeleted",
    "ProjectRole",
    "SitePermission",
    "ended_memberships",
    "find_project",
    "get_institution_access",
    "get_project_access",
    "institutions_served_by",
    "may_include",
    "may_in_project",
    "may_in_state",
    "member_accesses",
    "may_on_site",
    "open_institution",
    "open_project",
    "require_on_site",
    "statuses_allowing",
]
