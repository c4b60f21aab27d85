"""Sharing the files of an export among workers that may die at any moment.

A worker leases one file at a time, renews the lease while it works, and writes the
outcome only while the lease is still its own. Each step is a single UPDATE whose
conditions are all on the row itself, so that every database lets only one of two
competing workers through.
"""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from questionnaire import mail
from questionnaire.actions.library.holdings import record_exported
from questionnaire.errors import Refusal
from questionnaire.models import BulkExport, BulkExportItem, EditionFile
from questionnaire.permissions import InstitutionPermission, open_institution
from questionnaire.vocabulary import BulkExportState, ItemFailure, ItemState

# As the queue passes it, or as the database reads it.
ExportId: TypeAlias = str | uuid.UUID

# How many attempts a file gets before it counts as failed.
ATTEMPTS = 2
# How many free items a worker tries to lease before it gives up.
_CANDIDATES = 20


def take_item(export_id: ExportId) -> BulkExportItem | None:
    """Lease the next file to make to this caller; None when there is none.

    There is none in an export that is not running, nor in one whose owner has lost the
    permission: then all that is left fails as "not_allowed".
    """
    export = (
        BulkExport.objects.filter(pk=export_id, state=BulkExportState.RUNNING)
        .select_related("owner")
        .first()
    )
    if export is None:
        return None
    if not _owner_may_export(export):
        _fail_remaining(export)
        return None
    _fail_exhausted_items(export)
    now = timezone.now()
    free = export.items.filter(_is_free(now)).order_by("position")
    for pk in free.values_list("pk", flat=True)[:_CANDIDATES]:
        lease = uuid.uuid4()
        taken = BulkExportItem.objects.filter(_is_free(now), pk=pk).update(
            lease=lease, leased_until=_lease_end(), attempts=F("attempts") + 1
        )
        if taken:
            return BulkExportItem.objects.select_related(
                "export__institution", "edition__project__institution", "file"
            ).get(pk=pk)
    return None


def renew_lease(item: BulkExportItem) -> bool:
    """Renew the lease; whether it is still this caller's."""
    return _leased_row(item).update(leased_until=_lease_end()) == 1


def record_rendering(item: BulkExportItem, file: EditionFile) -> bool:
    """Record that this item's worker has started to render `file`."""
    return _leased_row(item).update(file=file) == 1


def put_item_off(item: BulkExportItem, seconds: float) -> None:
    """Give back an item whose file is being made already; this is no attempt."""
    _leased_row(item).update(
        lease=None,
        leased_until=timezone.now() + timedelta(seconds=seconds),
        attempts=item.attempts - 1,
    )


def finish_item(item: BulkExportItem, file: EditionFile) -> bool:
    """Record that the file is done. False when the lease was lost meanwhile."""
    return _leased_row(item).update(file=file, **_final_state(ItemState.DONE)) == 1


def fail_item(
    item: BulkExportItem,
    failure: str,
    reference: str = "",
    *,
    again_after: float | None = None,
) -> None:
    """Record that the file failed; or retry it `again_after` seconds from now.

    There is no retry after the last of the ATTEMPTS.
    """
    if again_after is not None and item.attempts < ATTEMPTS:
        later = timezone.now() + timedelta(seconds=again_after)
        _leased_row(item).update(lease=None, leased_until=later, file=None)
        return
    _leased_row(item).update(
        file=None,
        failure=failure,
        reference=reference,
        **_final_state(ItemState.FAILED),
    )


@transaction.atomic
def close_if_done(export_id: ExportId) -> None:
    """End the export once no file is left to make; its owner is notified, once.

    What it holds counts as exported from then on.
    """
    if BulkExportItem.objects.filter(
        export__pk=export_id, state=ItemState.PENDING
    ).exists():
        return
    closed = BulkExport.objects.filter(
        pk=export_id, state=BulkExportState.RUNNING
    ).update(state=BulkExportState.DONE, finished_at=timezone.now())
    if closed:
        record_exported(BulkExport.objects.get(pk=export_id))
        transaction.on_commit(
            partial(mail.send_export_ready.enqueue, str(export_id)), robust=True
        )


def next_lease_expiry(export_id: ExportId) -> datetime | None:
    """When the first pending file may be taken; None when there is none."""
    found: datetime | None = BulkExportItem.objects.filter(
        export__pk=export_id,
        export__state=BulkExportState.RUNNING,
        state=ItemState.PENDING,
    ).aggregate(moment=Min("leased_until"))["moment"]
    return found


def touch_heartbeat(export_id: ExportId) -> None:
    """Record that a worker has been enqueued, so that no other need be."""
    BulkExport.objects.filter(pk=export_id).update(called_at=timezone.now())


def claim_stalled(export_id: ExportId) -> bool:
    """Whether this caller should enqueue workers for an export without any.

    Of several callers that notice it, only one gets True, and nobody else for as long
    as a lease lasts.
    """
    now = timezone.now()
    if BulkExportItem.objects.filter(
        export__pk=export_id, state=ItemState.PENDING, leased_until__gt=now
    ).exists():
        return False
    long_ago = now - timedelta(seconds=settings.BULK_EXPORT_LEASE_SECONDS)
    return (
        BulkExport.objects.filter(
            pk=export_id, state=BulkExportState.RUNNING, called_at__lt=long_ago
        ).update(called_at=now)
        == 1
    )


def _owner_may_export(export: BulkExport) -> bool:
    if not export.owner.is_active:
        return False
    try:
        open_institution(
            export.owner,
            export.institution_id,
            InstitutionPermission.BULK_EXPORT_START,
        )
    except Refusal:
        return False
    return True


def _fail_remaining(export: BulkExport) -> None:
    export.items.filter(state=ItemState.PENDING).update(
        file=None, failure=ItemFailure.NOT_ALLOWED, **_final_state(ItemState.FAILED)
    )


def _fail_exhausted_items(export: BulkExport) -> None:
    """Fail items whose workers all died, up to the number of attempts allowed."""
    export.items.filter(
        state=ItemState.PENDING,
        attempts__gte=ATTEMPTS,
        leased_until__lte=timezone.now(),
    ).update(file=None, failure=ItemFailure.ERROR, **_final_state(ItemState.FAILED))


def _is_free(now: datetime) -> Q:
    return Q(state=ItemState.PENDING, attempts__lt=ATTEMPTS) & (
        Q(leased_until=None) | Q(leased_until__lte=now)
    )


def _leased_row(item: BulkExportItem) -> QuerySet[BulkExportItem]:
    return BulkExportItem.objects.filter(
        pk=item.pk, state=ItemState.PENDING, lease=item.lease
    )


def _final_state(state: ItemState) -> dict[str, Any]:
    return {
        "state": state,
        "lease": None,
        "leased_until": None,
        "finished_at": timezone.now(),
    }


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.BULK_EXPORT_LEASE_SECONDS)
