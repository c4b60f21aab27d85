"""What an institution holds of its plans: exported, or noted as deposited elsewhere."""

import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from questionnaire.actions.common import write_site_event
from questionnaire.actions.opening import open_institution_for_writing
from questionnaire.errors import get_or_refuse
from questionnaire.models import (
    BulkExport,
    Edition,
    Holding,
    Institution,
    Project,
    User,
)
from questionnaire.permissions import InstitutionPermission
from questionnaire.vocabulary import HoldingKind, ItemState, SiteVerb

_BATCH = 500


@transaction.atomic
def note_deposit(
    *,
    institution_id: int,
    project_id: uuid.UUID,
    number: int,
    by: User,
    place: str,
    link: str = "",
) -> Holding:
    """Note that an edition is deposited at `place`; returns the Holding.

    `link` is its address or DOI there. Raises NotFound unless the project belongs to
    the institution, and ValidationError without a place.
    """
    institution = _open(institution_id, by)
    edition = get_or_refuse(
        Edition.objects.filter(
            project__in=Project.objects.live().filter(institution=institution)
        ),
        project=project_id,
        number=number,
    )
    deposit = Holding(
        edition=edition,
        institution=institution,
        kind=HoldingKind.DEPOSITED,
        by=by,
        place=place,
        link=link,
    )
    deposit.full_clean()
    deposit.save(force_insert=True)
    refresh_awaiting(Project.objects.filter(pk=project_id))
    _record(SiteVerb.DEPOSIT_NOTED, deposit, by)
    return deposit


@transaction.atomic
def withdraw_deposit(*, institution_id: int, deposit_id: int, by: User) -> None:
    """Withdraw the note of a deposit, one’s own or a colleague’s. Raises NotFound."""
    institution = _open(institution_id, by)
    deposits = institution.holdings.filter(
        kind=HoldingKind.DEPOSITED,
        edition__project__in=Project.objects.live().filter(institution=institution),
    )
    deposit = get_or_refuse(deposits.select_related("edition"), pk=deposit_id)
    deposit.delete()
    refresh_awaiting(Project.objects.filter(pk=deposit.edition.project_id))
    _record(SiteVerb.DEPOSIT_WITHDRAWN, deposit, by)


def record_exported(export: BulkExport) -> None:
    """Record the editions of which an export has made all the files.

    Plans that were deleted or have left the institution since are not in the archive,
    and not here.
    """
    unfinished = export.items.exclude(state=ItemState.DONE).values("edition")
    editions = (
        Edition.objects.filter(
            pk__in=export.items.values("edition"),
            project__in=Project.objects.live().filter(
                institution=export.institution_id
            ),
        )
        .exclude(pk__in=unfinished)
        .values_list("pk", flat=True)
    )
    Holding.objects.bulk_create(
        [
            Holding(
                edition_id=pk,
                institution_id=export.institution_id,
                kind=HoldingKind.EXPORTED,
                by_id=export.owner_id,
                export=export,
            )
            for pk in editions
        ],
        batch_size=_BATCH,
        # A retry brings an export to its end again.
        ignore_conflicts=True,
    )
    refresh_awaiting(
        Project.objects.filter(
            pk__in=Edition.objects.filter(holdings__export=export).values("project")
        )
    )


def refresh_awaiting(projects: QuerySet[Project]) -> None:
    """Bring `awaits_export` of these projects up to date, within a transaction."""
    locked = projects.select_for_update(no_key=True).order_by("pk")
    keys = list(locked.values_list("pk", flat=True))
    held = Holding.objects.filter(
        edition=OuterRef("pk"), institution=OuterRef("project__institution")
    )
    newest = Edition.objects.filter(
        ~Exists(held), project=OuterRef("pk"), finished_at=OuterRef("finished_at")
    )
    for start in range(0, len(keys), _BATCH):
        Project.objects.filter(pk__in=keys[start : start + _BATCH]).update(
            awaits_export=Exists(newest)
        )


def _open(institution_id: int, by: User) -> Institution:
    return open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.NOTE_DEPOSIT
    ).institution


def _record(verb: SiteVerb, deposit: Holding, by: User) -> None:
    write_site_event(
        by=by,
        verb=verb,
        target=f"institution:{deposit.institution_id}",
        project=str(deposit.edition.project_id),
        edition=deposit.edition.number,
        place=deposit.place,
        link=deposit.link,
    )
