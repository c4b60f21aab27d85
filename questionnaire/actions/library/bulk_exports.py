"""Exporting many plans at once: starting, stopping, trying again."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questionnaire.actions.opening import (
    open_editions,
    open_institution_for_writing,
)
from questionnaire.errors import Conflict, Invalid
from questionnaire.models import BulkExport, BulkExportItem, SiteEvent
from questionnaire.permissions import (
    Forbidden,
    InstitutionPermission,
    open_institution,
)
from questionnaire.vocabulary import (
    BulkExportState,
    FileFormat,
    ItemState,
    SiteVerb,
)

# As many of one person's exports may run at the same time.
RUNNING_EXPORTS = 3
_BATCH = 500


class NothingToExport(Invalid):
    """No plan was chosen, or none of those chosen may be exported."""

    code = "nothing_to_export"
    message = _("None of the plans chosen is finished. An export holds finished plans.")


class TooManyExports(Conflict):
    """This person has enough exports running."""

    code = "too_many_exports"
    message = _(
        "You have several exports running already. Wait for one of them, or cancel it."
    )


@transaction.atomic
def start_bulk_export(
    *,
    institution_id,
    by,
    editions,
    formats,
    languages,
    options,
    with_packages,
    save_id,
    query="",
):
    """Start making files of these editions (with their projects); returns the export.

    What is exported is settled now: editions never change. Asking again with the same
    `save_id` starts nothing. `query` tells how the plans were chosen. Raises
    NothingToExport and TooManyExports.
    """
    access = open_institution_for_writing(
        institution_id, by=by, permission=InstitutionPermission.BULK_EXPORT_START
    )
    known = BulkExport.objects.filter(save_id=save_id).first()
    if known is not None:
        if (known.owner_id, known.institution_id) != (by.pk, institution_id):
            raise Forbidden(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
        return known
    editions = open_editions(access, editions, by=by)
    wanted = [(each, language) for each in formats for language in languages]
    if with_packages:
        wanted.append((FileFormat.PACKAGE, ""))
    if not editions or not wanted:
        raise NothingToExport
    mine = BulkExport.objects.filter(institution=institution_id, owner=by)
    if mine.filter(state=BulkExportState.RUNNING).count() >= RUNNING_EXPORTS:
        raise TooManyExports
    newest = access.institution.bulk_exports.aggregate(number=Max("number"))["number"]
    export = BulkExport.objects.create(
        institution=access.institution,
        owner=by,
        number=(newest or 0) + 1,
        query=query,
        formats=list(formats),
        languages=list(languages),
        options=options.as_data(),
        with_packages=with_packages,
        save_id=save_id,
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
                ((each, *kind) for each in editions for kind in wanted), start=1
            )
        ),
        batch_size=_BATCH,
    )
    _record(SiteVerb.PLANS_EXPORTED, export, by, plans=len(editions))
    return export


@transaction.atomic
def cancel_bulk_export(*, export, by):
    """Stop an export of one's own; what is being made is let finish, and dropped.

    Raises Forbidden for somebody else’s. Cancelling twice, or too late, changes
    nothing.
    """
    _require_own(export, by)
    BulkExport.objects.filter(pk=export.pk, state=BulkExportState.RUNNING).update(
        state=BulkExportState.CANCELLED, finished_at=timezone.now()
    )


@transaction.atomic
def retry_failed_items(*, export, by):
    """Let the files that could not be made be tried again; returns how many.

    Raises Forbidden for somebody else’s. An export that is running, cancelled or
    expired stays as it is.
    """
    _require_own(export, by)
    held = (
        BulkExport.objects.select_for_update(no_key=True)
        .filter(pk=export.pk, state=BulkExportState.DONE)
        .first()
    )
    if held is None or held.is_expired:
        return 0
    count = held.items.filter(state=ItemState.FAILED).update(
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
        BulkExport.objects.filter(pk=held.pk).update(
            state=BulkExportState.RUNNING,
            finished_at=None,
            mailed_at=None,
            seen_at=None,
            called_at=timezone.now(),
            expires_at=_expiry(),
        )
    return count


def mark_seen(export):
    """Note that its owner saw that the export is done: it is no news any more."""
    BulkExport.objects.filter(
        pk=export.pk, state=BulkExportState.DONE, seen_at=None
    ).update(seen_at=timezone.now())


def record_download(export, *, by):
    """Write into the site's trail that the files leave it."""
    _record(SiteVerb.PLANS_FETCHED, export, by)


def _require_own(export, by):
    open_institution(by, export.institution_id, InstitutionPermission.BULK_EXPORT_START)
    if export.owner_id != by.pk:
        raise Forbidden(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)


def _record(verb, export, by, **data):
    SiteEvent.objects.create(
        actor=by,
        verb=verb,
        target=f"institution:{export.institution_id}",
        data={"export": export.number, **data},
    )


def _expiry():
    return timezone.now() + timedelta(days=settings.BULK_EXPORT_DAYS)
