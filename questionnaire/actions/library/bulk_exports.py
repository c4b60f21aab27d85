"""Exporting many plans at once: starting, cancelling, retrying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.common import earlier_attempts, write_site_event
from questionnaire.actions.opening import (
    open_editions,
    open_institution_for_writing,
)
from questionnaire.errors import Conflict, Invalid
from questionnaire.models import BulkExport, BulkExportItem, Edition, User
from questionnaire.permissions import (
    Forbidden,
    InstitutionPermission,
    open_institution,
)
from questionnaire.plan.document import ExportOptions
from questionnaire.vocabulary import (
    BulkExportState,
    FileFormat,
    ItemState,
    SiteVerb,
)

# How many exports one person may run at the same time.
RUNNING_EXPORTS = 3
_BATCH = 500


class NothingToExport(Invalid):
    """No plan was selected, or none of those selected may be exported."""

    code = "nothing_to_export"
    message = _("None of the plans chosen is finished. An export holds finished plans.")


class TooManyExports(Conflict):
    """This person has the maximum number of exports running."""

    code = "too_many_exports"
    message = _(
        "You have several exports running already. Wait for one of them, or cancel it."
    )


@dataclass(frozen=True)
class ExportOrder:
    """Which files to make from which plans.

    `editions` come with their projects; `query` holds the filters that selected them;
    `with_packages` adds a preservation package of each. `save_id` is a UUID generated
    by the browser.
    """

    editions: Sequence[Edition]
    formats: Sequence[FileFormat]
    languages: Sequence[str]
    options: ExportOptions
    save_id: UUID
    with_packages: bool = False
    query: str = ""

    def kinds(self) -> list[tuple[FileFormat, str]]:
        """[(format, language)] of the files to make from each edition."""
        kinds = [
            (each, language) for each in self.formats for language in self.languages
        ]
        return kinds + ([(FileFormat.PACKAGE, "")] if self.with_packages else [])


@transaction.atomic
def start_bulk_export(
    *, institution_id: int, by: User, order: ExportOrder
) -> BulkExport:
    """Start making the files of an order; returns the export.

    What is exported is fixed now, as editions never change. A retry with the same
    `save_id` returns the export already started. Raises NothingToExport,
    TooManyExports and SaveIdReused.
    """
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.BULK_EXPORT_START
    )
    if made := earlier_attempts(
        BulkExport.objects.filter(save_id=order.save_id),
        lambda export: (
            (export.owner_id, export.institution_id) == (by.pk, institution_id)
        ),
    ):
        return made[0]
    editions = open_editions(access, order.editions, by=by)
    kinds = order.kinds()
    if not editions or not kinds:
        raise NothingToExport
    mine = BulkExport.objects.filter(institution=institution_id, owner=by)
    if mine.filter(state=BulkExportState.RUNNING).count() >= RUNNING_EXPORTS:
        raise TooManyExports
    newest = access.institution.bulk_exports.aggregate(number=Max("number"))["number"]
    export = BulkExport.objects.create(
        institution=access.institution,
        owner=by,
        number=(newest or 0) + 1,
        query=order.query,
        formats=list(order.formats),
        languages=list(order.languages),
        options=order.options.as_data(),
        with_packages=order.with_packages,
        save_id=order.save_id,
        expires_at=_expiry(),
    )
    BulkExportItem.objects.bulk_create(
        (
            BulkExportItem(
                export=export,
                position=position,
                edition=edition,
                format=file_format,
                language=language,
            )
            for position, (edition, file_format, language) in enumerate(
                ((each, *kind) for each in editions for kind in kinds), start=1
            )
        ),
        batch_size=_BATCH,
    )
    _record(SiteVerb.PLANS_EXPORTED, export, by, plans=len(editions))
    return export


@transaction.atomic
def cancel_bulk_export(*, export: BulkExport, by: User) -> None:
    """Cancel one's own export; files under way are finished, then discarded.

    Raises Forbidden for somebody else’s. Cancelling twice, or too late, has no effect.
    """
    _require_own(export, by, InstitutionPermission.BULK_EXPORT_START)
    running = BulkExport.objects.filter(pk=export.pk, state=BulkExportState.RUNNING)
    if running.update(state=BulkExportState.CANCELLED, finished_at=timezone.now()):
        _record(SiteVerb.EXPORT_CANCELLED, export, by)


@transaction.atomic
def retry_failed_items(*, export: BulkExport, by: User) -> int:
    """Retry the files that could not be made; returns how many there are.

    Raises Forbidden for somebody else’s export. One that is running, cancelled or
    expired stays as it is.
    """
    _require_own(export, by, InstitutionPermission.BULK_EXPORT_START)
    locked = (
        BulkExport.objects.select_for_update(no_key=True)
        .filter(pk=export.pk, state=BulkExportState.DONE)
        .first()
    )
    if locked is None or locked.is_expired:
        return 0
    count = locked.items.filter(state=ItemState.FAILED).update(
        state=ItemState.PENDING,
        attempts=0,
        lease=None,
        leased_until=None,
        file=None,
        failure="",
        reference="",
        finished_at=None,
    )
    if count:
        BulkExport.objects.filter(pk=locked.pk).update(
            state=BulkExportState.RUNNING,
            finished_at=None,
            mailed_at=None,
            seen_at=None,
            called_at=timezone.now(),
            expires_at=_expiry(),
        )
        _record(SiteVerb.EXPORT_RETRIED, export, by, files=count)
    return count


def mark_seen(export: BulkExport) -> None:
    """Record that its owner has seen that the export is done."""
    BulkExport.objects.filter(
        pk=export.pk, state=BulkExportState.DONE, seen_at=None
    ).update(seen_at=timezone.now())


def record_download(export: BulkExport, *, by: User) -> None:
    """Record a download of the files in the site's trail.

    Raises Forbidden for somebody else’s export.
    """
    _require_own(export, by, InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
    _record(SiteVerb.PLANS_DOWNLOADED, export, by)


def _require_own(
    export: BulkExport, by: User, permission: InstitutionPermission
) -> None:
    open_institution(by, export.institution_id, permission)
    if export.owner_id != by.pk:
        raise Forbidden(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)


def _record(verb: SiteVerb, export: BulkExport, by: User, **data: Any) -> None:
    write_site_event(
        by=by,
        verb=verb,
        target=f"institution:{export.institution_id}",
        export=export.number,
        **data,
    )


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.BULK_EXPORT_DAYS)
