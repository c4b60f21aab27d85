"""What an institution holds of plans: exported and deposited editions."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from questionnaire.models import Edition, Holding
from questionnaire.permissions import InstitutionAccess

# How many notes of what is held of erased projects a page reads, the newest erased
# first.
_LONGEST_LIST = 500


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


def read_kept_editions(
    access: InstitutionAccess,
) -> list[tuple[Edition, list[Holding]]]:
    """[(edition, its Holdings)]: what the institution keeps of erased projects.

    One query; of the project erased last first.
    """
    holdings = (
        Holding.objects.filter(
            institution=access.institution,
            edition__project__institution=access.institution,
            edition__project__erased_at__isnull=False,
        )
        .select_related("by", "edition__project", "export")
        .defer("edition__plan")
        .order_by(
            "-edition__project__erased_at",
            "edition__project",
            "-edition__number",
            "-at",
            "-id",
        )[:_LONGEST_LIST]
    )
    editions: dict[int, Edition] = {}
    found: dict[int, list[Holding]] = defaultdict(list)
    for holding in holdings:
        editions.setdefault(holding.edition_id, holding.edition)
        found[holding.edition_id].append(holding)
    return [(edition, found[pk]) for pk, edition in editions.items()]
