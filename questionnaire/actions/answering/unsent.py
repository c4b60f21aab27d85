"""Sending the text that one's own draft holds, without opening its editor."""

from django.db import transaction

from questionnaire.actions.answering.copying import save_draft_first
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.models import AnswerVersion
from questionnaire.permissions import Permission


@transaction.atomic
def send_draft(own: OwnAnswer) -> AnswerVersion | None:
    """Make one's own draft the next version of the answer, as it stands.

    Returns the newest version, or None when nothing was ever written. Raises
    NotInTemplate, ValidationError, and NewerVersionExists when the draft is based on an
    older version.
    """
    _project, own = own.open(Permission.ANSWER_SAVE_OWN)
    return save_draft_first(own)
