"""Notifying the team of the results of a review, in one message to each member."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import write_event
from questionnaire.actions.notices import notify
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict
from questionnaire.models import User
from questionnaire.permissions import Permission
from questionnaire.queries.review.rounds import MemberRound, read_round
from questionnaire.vocabulary import NoticeKind, Verb


class NothingToSend(Conflict):
    """There are no decisions or requests that members have not been notified of."""

    code = "nothing_to_send"
    message = _("There is nothing new to tell.")


@transaction.atomic
def send_review(
    *, project_id: uuid.UUID, by: User, message: str = ""
) -> list[MemberRound]:
    """Notify each member of the reviewer’s decisions and requests about their answers.

    Returns the MemberRounds that were sent. Raises NothingToSend.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.REVIEW_DECIDE
    ).project
    rounds = read_round(project, by)
    if not rounds:
        raise NothingToSend
    for each in rounds:
        notify(
            NoticeKind.REVIEWED,
            project=project,
            recipients=[each.member],
            actor=by,
            message=message,
            **each.as_data(),
        )
    write_event(project, by=by, verb=Verb.REVIEW_SENT, members=len(rounds))
    return rounds
