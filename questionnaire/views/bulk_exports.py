"""Exporting many plans at once: choosing how, waiting, downloading."""

import uuid

from django.contrib import messages
from django.http import (
    Http404,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRefresh

from questionnaire.access import institution_view
from questionnaire.actions.bulk_exports import (
    NothingToExport,
    TooManyExports,
    cancel_bulk_export,
    mark_seen,
    record_download,
    retry_failed_items,
    start_bulk_export,
)
from questionnaire.exports.archive import read_archive, read_manifest
from questionnaire.exports.bulk_work import begin_work, resume_if_stalled
from questionnaire.forms.bulk_export import BulkExportForm
from questionnaire.permissions import InstitutionPermission
from questionnaire.plan.bulk_exports import (
    describe,
    find_own_export,
    habit_of,
    read_exports,
    read_failures,
    read_progress,
    settings_of,
    size_of,
)
from questionnaire.plan.desk import selected_editions
from questionnaire.vocabulary import BulkExportState

# What of a request to this page is the choice of plans, and not of how.
_NO_CHOICE = {"csrfmiddlewaretoken", *BulkExportForm.base_fields}


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_exports(request, desk):
    """One's own exports at this desk."""
    exports = read_exports(request.user, desk.institution)
    for export, _progress in exports:
        if export.is_running:
            resume_if_stalled(export.pk)
    rows = [(export, progress, describe(export)) for export, progress in exports]
    return render(request, "library/exports.html", {"desk": desk, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_export_new(request, desk):
    """Choose formats and languages for the plans that the desk sends; start.

    The plans come as `project`, or as `all` with the desk's filters, by GET or by
    POST; what is sent with a `save_id` starts the export.
    """
    sent = request.POST if request.method == "POST" else request.GET
    former = _former_or_404(request, desk, sent["again"]) if "again" in sent else None
    editions, others = selected_editions(
        desk.institution, _choice_of(former) if former else sent
    )
    form = BulkExportForm(
        request.POST if "save_id" in request.POST else None,
        habit=settings_of(former) if former else habit_of(request.user, desk),
        save_id=uuid.uuid4(),
    )
    problem = "" if editions else _nothing_chosen(others)
    if editions and form.is_bound and form.is_valid():
        try:
            export = _start(request, desk, editions, form, sent)
        except NothingToExport:
            problem = _nothing_chosen(len(editions))
        except TooManyExports:
            problem = _(
                "You have several exports running already. Wait for one of them, or "
                "cancel it."
            )
        else:
            begin_work(export.pk)
            return redirect("bulk_export", desk.institution.pk, export.pk)
    context = {
        "desk": desk,
        "form": form,
        "editions": editions,
        "others": others,
        "problem": problem,
        "choice": [
            (name, value)
            for name, values in sent.lists()
            if name not in _NO_CHOICE
            for value in values
        ],
    }
    status = 422 if problem or form.errors else 200
    return render(request, "library/export_new.html", context, status=status)


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
def bulk_export(request, desk, export_id):
    """How far the export is; its files once it is done."""
    export = _own_or_404(request, desk, export_id)
    if export.is_running:
        resume_if_stalled(export.pk)
    elif request.htmx:
        # The page that polls has other things to show now.
        return HttpResponseClientRefresh()
    else:
        mark_seen(export)
    progress = read_progress(export)
    context = {
        "desk": desk,
        "export": export,
        "what": describe(export),
        "progress": progress,
        "failures": read_failures(export) if progress.files_failed else [],
    }
    if request.htmx:
        return render(request, "library/partials/export_progress.html", context)
    if export.state == BulkExportState.DONE:
        context["size"] = size_of(export)
    return render(request, "library/export_job.html", context)


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
def bulk_export_download(request, desk, export_id):
    """All the files in one archive, sent while it is read."""
    export = _ready_or_404(request, desk, export_id)
    if export.is_expired:
        return redirect("bulk_export", desk.institution.pk, export.pk)
    archive = read_archive(export)
    if request.method == "GET":
        record_download(export, by=request.user)
        mark_seen(export)
    response = StreamingHttpResponse(archive.chunks(), content_type="application/zip")
    if archive.length is not None:
        response["Content-Length"] = archive.length
    return _attachment(response, archive.name)


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
def bulk_export_manifest(request, desk, export_id):
    """The list of the files, with their checksums."""
    export = _ready_or_404(request, desk, export_id)
    if export.is_expired:
        return redirect("bulk_export", desk.institution.pk, export.pk)
    response = HttpResponse(read_manifest(export), content_type="text/csv")
    return _attachment(response, f"export-{export.number}_manifest.csv")


@require_POST
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_export_cancel(request, desk, export_id):
    """Stop the export."""
    export = _own_or_404(request, desk, export_id)
    cancel_bulk_export(export=export, by=request.user)
    messages.success(
        request, _("Export %(number)s is cancelled.") % {"number": export.number}
    )
    return redirect("bulk_export", desk.institution.pk, export.pk)


@require_POST
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_export_retry(request, desk, export_id):
    """Try again what could not be made."""
    export = _own_or_404(request, desk, export_id)
    count = retry_failed_items(export=export, by=request.user)
    if count:
        begin_work(export.pk)
        text = ngettext(
            "%(count)s file is being tried again.",
            "%(count)s files are being tried again.",
            count,
        )
        messages.success(request, text % {"count": count})
    return redirect("bulk_export", desk.institution.pk, export.pk)


def _start(request, desk, editions, form, sent):
    chosen = form.cleaned_data
    filters = sent.copy()
    for name in (*_NO_CHOICE, "project", "all"):
        filters.pop(name, None)
    return start_bulk_export(
        institution_id=desk.institution.pk,
        by=request.user,
        editions=editions,
        formats=chosen["formats"],
        languages=chosen["languages"] if chosen["formats"] else [],
        options=form.options(),
        with_packages=chosen["packages"],
        save_id=chosen["save_id"],
        query=filters.urlencode() if "all" in sent else "",
    )


def _former_or_404(request, desk, text):
    """The export that is to be made again."""
    try:
        return _own_or_404(request, desk, uuid.UUID(text))
    except ValueError:
        raise Http404 from None


def _choice_of(export):
    """The plans of an export, as the desk would send them."""
    choice = QueryDict(mutable=True)
    projects = export.items.order_by("edition__project").values_list(
        "edition__project", flat=True
    )
    choice.setlist("project", [str(project) for project in projects.distinct()])
    return choice


def _nothing_chosen(others):
    if others:
        return _(
            "None of the plans chosen is finished. An export holds finished plans."
        )
    return _("Select at least one plan.")


def _own_or_404(request, desk, export_id):
    export = find_own_export(request.user, desk.institution, export_id)
    if export is None:
        raise Http404
    return export


def _ready_or_404(request, desk, export_id):
    export = _own_or_404(request, desk, export_id)
    if export.state != BulkExportState.DONE:
        raise Http404
    return export


def _attachment(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
