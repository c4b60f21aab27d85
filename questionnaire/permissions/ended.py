"""What a former member of a project is told: that they were one, and how it ended.

They knew of the project, so it does not hide from them; but they learn nothing of what
it has become since.
"""

import uuid
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from questionnaire.bilingual import active_language
from questionnaire.errors import Forbidden
from questionnaire.former_members import name_in
from questionnaire.lib.dates import day_text
from questionnaire.models import Event, User
from questionnaire.vocabulary import Verb


class MembershipEnded(Forbidden):
    """The person was a member of the project and is none any more.

    `title` is the project’s as they knew it; "" where the trail is too old to say.
    """

    code = "membership_ended"

    def __init__(self, event: Event) -> None:
        super().__init__(event.pk)
        self.title: str = event.data.get("title", "")
        facts = {"day": day_text(event.at)}
        if event.verb == Verb.MEMBER_LEFT:
            self.message = _("You left this project on %(day)s.") % facts
        else:
            by = event.actor.name if event.actor else ""
            facts["name"] = name_in(by, active_language()) if by else ""
            self.message = (
                _("%(name)s removed you from this project on %(day)s.") % facts
            )


def ended_memberships(
    user: User, project_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, MembershipEnded]:
    """{project: how the membership ended}, for somebody who is no member. One query."""
    was_removed = Q(verb=Verb.MEMBER_REMOVED, target=f"member:{user.pk}")
    has_left = Q(verb=Verb.MEMBER_LEFT, actor=user)
    events = (
        Event.objects.filter(was_removed | has_left, project__in=list(project_ids))
        .select_related("actor")
        .order_by("pk")
    )
    newest = {event.project_id: event for event in events}
    return {project: MembershipEnded(event) for project, event in newest.items()}
