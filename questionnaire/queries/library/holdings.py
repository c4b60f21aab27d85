"""What an institution holds of plans: exported and deposited editions."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from questionnaire.models import Holding
from questionnaire.permissions import InstitutionAccess


def read_holdings(
    access: InstitutionAccess, project_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Holding]]:
    """{project id: its Holdings}: of newer editions first, and the newest first.

    One query, with the people and the numbers of exports and editions.
    """
    found: dict[uuid.UUID, list[Holding]] = defaultdict(list)
    holdings = (
        Holding.objects.filter(
            institution=access.institution, edition__project__in=project_ids
        )
        .select_related("by", "edition", "export")
        .defer("edition__plan")
        .order_by("-edition__number", "-at", "-id")
    )
    for holding in holdings:
        found[holding.edition.project_id].append(holding)
    return found
