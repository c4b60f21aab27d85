"""Sharing the files of an export among workers that may die at any moment.

A worker takes one file at a time with a lease, keeps the lease alive while it
works, and writes what came of it only while the lease is its own. Each step is
one UPDATE whose conditions are all on the row itself, so that of two workers the
database lets one through, whichever database it is.
"""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from questionnaire import mail
from questionnaire.errors import Refusal
from questionnaire.models import BulkExport, BulkExportItem, EditionFile
from questionnaire.permissions import InstitutionPermission, open_institution
from questionnaire.vocabulary import BulkExportState, ItemFailure, ItemState

# How often a file is tried before it counts as failed.
ATTEMPTS = 2
# How many free items are looked at before the worker says that there is none.
_CANDIDATES = 20


def take_item(export_id: uuid.UUID) -> BulkExportItem | None:
    """The next file to make, leased to this caller; None when there is none to take.

    Nothing is given out of an export that is not running, nor to an owner whose
    right has ended: then all that is left fails as "not_allowed".
    """
    export = (
        BulkExport.objects.filter(pk=export_id, state=BulkExportState.RUNNING)
        .select_related("owner")
        .first()
    )
    if export is None:
        return None
    if not _may_have_it(export):
        _refuse_the_rest(export)
        return None
    _give_up_on_deadly_items(export)
    now = timezone.now()
    free = export.items.filter(_is_free(now)).order_by("position")
    for number in free.values_list("pk", flat=True)[:_CANDIDATES]:
        lease = uuid.uuid4()
        taken = BulkExportItem.objects.filter(_is_free(now), pk=number).update(
            lease=lease, leased_until=_lease_end(), attempts=F("attempts") + 1
        )
        if taken:
            return BulkExportItem.objects.select_related(
                "export__institution", "edition__project__institution", "file"
            ).get(pk=number)
    return None


def keep_item(item: BulkExportItem) -> bool:
    """Lengthen the lease; whether it is still this caller's."""
    return _of_lease(item).update(leased_until=_lease_end()) == 1


def note_rendering(item: BulkExportItem, file: EditionFile) -> bool:
    """Note that the rendering of `file` was begun for this item, by its worker."""
    return _of_lease(item).update(file=file) == 1


def put_item_off(item: BulkExportItem, seconds: float) -> None:
    """Give the item back untried: somebody else is making its file."""
    _of_lease(item).update(
        lease=None,
        leased_until=timezone.now() + timedelta(seconds=seconds),
        attempts=item.attempts - 1,
    )


def finish_item(item: BulkExportItem, file: EditionFile) -> bool:
    """Store that the file is there. False when the lease was lost meanwhile."""
    return _of_lease(item).update(file=file, **_end(ItemState.DONE)) == 1


def fail_item(
    item: BulkExportItem,
    failure: ItemFailure,
    reference: str = "",
    *,
    again_after: float | None = None,
) -> None:
    """Store that there is no file; or try again later, if `again_after` says when.

    The last of the ATTEMPTS is not followed by another.
    """
    if again_after is not None and item.attempts < ATTEMPTS:
        later = timezone.now() + timedelta(seconds=again_after)
        _of_lease(item).update(lease=None, leased_until=later, file=None)
        return
    _of_lease(item).update(
        file=None, failure=failure, reference=reference, **_end(ItemState.FAILED)
    )


@transaction.atomic
def close_if_done(export_id: uuid.UUID) -> None:
    """End the export once no file is left to make; its owner is notified, once."""
    if BulkExportItem.objects.filter(
        export=export_id, state=ItemState.PENDING
    ).exists():
        return
    closed = BulkExport.objects.filter(
        pk=export_id, state=BulkExportState.RUNNING
    ).update(state=BulkExportState.DONE, finished_at=timezone.now())
    if closed:
        transaction.on_commit(
            partial(mail.send_export_ready.enqueue, str(export_id)), robust=True
        )


def next_free_moment(export_id: uuid.UUID) -> datetime | None:
    """When the first of the files that others hold may be free; None if none is."""
    found: datetime | None = BulkExportItem.objects.filter(
        export=export_id,
        export__state=BulkExportState.RUNNING,
        state=ItemState.PENDING,
    ).aggregate(moment=Min("leased_until"))["moment"]
    return found


def touch_heartbeat(export_id: uuid.UUID) -> None:
    """Note that a worker is on its way: nobody needs to be called."""
    BulkExport.objects.filter(pk=export_id).update(called_at=timezone.now())


def claim_stalled(export_id: uuid.UUID) -> bool:
    """Whether this caller is to call workers to an export that nobody is at.

    Of several that notice it, one is; then not again for the time of a lease.
    """
    now = timezone.now()
    if BulkExportItem.objects.filter(
        export=export_id, state=ItemState.PENDING, leased_until__gt=now
    ).exists():
        return False
    long_ago = now - timedelta(seconds=settings.BULK_EXPORT_LEASE_SECONDS)
    return (
        BulkExport.objects.filter(
            pk=export_id, state=BulkExportState.RUNNING, called_at__lt=long_ago
        ).update(called_at=now)
        == 1
    )


def _may_have_it(export: BulkExport) -> bool:
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


def _refuse_the_rest(export: BulkExport) -> None:
    export.items.filter(state=ItemState.PENDING).update(
        file=None, failure=ItemFailure.NOT_ALLOWED, **_end(ItemState.FAILED)
    )


def _give_up_on_deadly_items(export: BulkExport) -> None:
    """Fail what killed its worker as often as it may be tried."""
    export.items.filter(
        state=ItemState.PENDING,
        attempts__gte=ATTEMPTS,
        leased_until__lte=timezone.now(),
    ).update(file=None, failure=ItemFailure.ERROR, **_end(ItemState.FAILED))


def _is_free(now: datetime) -> Q:
    return Q(state=ItemState.PENDING, attempts__lt=ATTEMPTS) & (
        Q(leased_until=None) | Q(leased_until__lte=now)
    )


def _of_lease(item: BulkExportItem) -> QuerySet[BulkExportItem]:
    return BulkExportItem.objects.filter(
        pk=item.pk, state=ItemState.PENDING, lease=item.lease
    )


def _end(state: ItemState) -> dict[str, Any]:
    return {
        "state": state,
        "lease": None,
        "leased_until": None,
        "finished_at": timezone.now(),
    }


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.BULK_EXPORT_LEASE_SECONDS)
