"""Taking all answers of many plans out of the site, in one table."""

from collections.abc import Sequence

from django.db import transaction

from questionnaire.actions.common import write_site_event
from questionnaire.actions.opening import open_editions, open_institution_for_writing
from questionnaire.models import Edition, User
from questionnaire.permissions import InstitutionPermission
from questionnaire.vocabulary import SiteVerb


@transaction.atomic
def take_answers(
    *, institution_id: int, by: User, editions: Sequence[Edition], query: str
) -> list[int]:
    """Record that somebody takes the answers of these editions; the ids of those.

    `query` holds the filters that selected them. An administrator's access is in the
    trail of each project. Raises NoAccess and Forbidden.
    """
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.BULK_EXPORT_START
    )
    opened = open_editions(access, editions, by=by)
    write_site_event(
        by=by,
        verb=SiteVerb.ANSWERS_TAKEN,
        target=f"institution:{institution_id}",
        plans=len(opened),
        query=query,
    )
    return [edition.pk for edition in opened]
