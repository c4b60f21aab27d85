"""Exporting many plans at once: choosing options, waiting, downloading."""

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
    require_safe,
)
from django_htmx.http import HttpResponseClientRefresh

from questionnaire.access import form_of, institution_view
from questionnaire.actions.library.bulk_exports import (
    ExportOrder,
    NothingToExport,
    TooManyExports,
    cancel_bulk_export,
    mark_seen,
    record_download,
    retry_failed_items,
    start_bulk_export,
)
from questionnaire.exports.bulk.archive import (
    read_archive,
    read_manifest,
    read_missing,
)
from questionnaire.exports.bulk.work import begin_work, resume_if_stalled
from questionnaire.forms.bulk_export import BulkExportForm
from questionnaire.forms.desk import read_filters
from questionnaire.permissions import InstitutionPermission
from questionnaire.queries.library.bulk_exports import (
    count_plans,
    describe,
    find_own_export,
    find_started_export,
    last_used_options,
    projects_of,
    read_editions_of,
    read_exports,
    read_failures,
    read_progress,
    settings_of,
    size_of,
)
from questionnaire.queries.library.desk import selected_editions
from questionnaire.queries.library.holdings import read_kept_editions
from questionnaire.queries.workers import is_worker_alive
from questionnaire.vocabulary import BulkExportState


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_exports(request, access):
    """One's own exports at this institution, and what it keeps of erased projects."""
    exports = read_exports(request.user, access.institution)
    for export, _progress in exports:
        if export.is_running:
            resume_if_stalled(export.pk)
    rows = [(export, progress, describe(export)) for export, progress in exports]
    context = {"access": access, "rows": rows, "kept": read_kept_editions(access)}
    return render(request, "questionnaire/library/exports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_export_new(request, access):
    """Choose formats and languages for the plans picked at the desk; start the export.

    The plans are given as repeated `project`, or as `all` with the desk's filters in
    `query`, by GET or by POST; a form sent with a `save_id` starts the export.
    """
    sent = request.POST if request.method == "POST" else request.GET
    former = _former_or_404(request, access, sent["again"]) if "again" in sent else None
    form = BulkExportForm(
        request.POST if "save_id" in request.POST else None,
        preselected=settings_of(former)
        if former
        else last_used_options(request.user, access),
        save_id=uuid.uuid4(),
    )
    is_complete = form.is_bound and form.is_valid()
    if is_complete and (known := _started(request, access, form)):
        return redirect("bulk_export", access.institution.pk, known.pk)
    editions, others = _chosen_plans(request, access, sent, former)
    problem = "" if editions else _nothing_chosen(others)
    if editions and is_complete:
        try:
            export = _start(request, access, editions, form, sent)
        except NothingToExport:
            problem = _nothing_chosen(len(editions))
        except TooManyExports as refusal:
            problem = refusal.message
        else:
            begin_work(export.pk)
            return redirect("bulk_export", access.institution.pk, export.pk)
    context = {
        "access": access,
        "form": form,
        "editions": editions,
        "others": others,
        "problem": problem,
        "choice": _choice(sent),
    }
    status = 422 if problem or form.errors else 200
    return render(
        request, "questionnaire/library/export_new.html", context, status=status
    )


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
def bulk_export(request, access, export_id):
    """The progress of the export, and its files once it is done."""
    export = _own_or_404(request, access, export_id)
    if export.is_running:
        resume_if_stalled(export.pk)
    elif request.htmx:
        # The page that polls must show something else now: it reloads.
        return HttpResponseClientRefresh()
    else:
        mark_seen(export)
    progress = read_progress(export)
    context = {
        "access": access,
        "export": export,
        "what": describe(export),
        "progress": progress,
        "lacks_worker": export.is_running and not is_worker_alive(),
        "failures": read_failures(export) if progress.files_failed else [],
    }
    if request.htmx:
        return render(
            request, "questionnaire/library/partials/export_progress.html", context
        )
    if export.state == BulkExportState.DONE:
        context["size"] = size_of(export)
    return render(request, "questionnaire/library/export_job.html", context)


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
def bulk_export_download(request, access, export_id):
    """All the files in one archive, streamed as it is read."""
    export = _ready_or_404(request, access, export_id)
    if export.is_expired:
        return redirect("bulk_export", access.institution.pk, export.pk)
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
def bulk_export_manifest(request, access, export_id):
    """The list of the files, with their checksums."""
    export = _ready_or_404(request, access, export_id)
    if export.is_expired:
        return redirect("bulk_export", access.institution.pk, export.pk)
    response = HttpResponse(read_manifest(export), content_type="text/csv")
    return _attachment(response, f"export-{export.number}_manifest.csv")


@require_safe
@institution_view(InstitutionPermission.BULK_EXPORT_DOWNLOAD_OWN)
def bulk_export_missing(request, access, export_id):
    """The list of the files that could not be made, and why; as long as the export."""
    export = _ready_or_404(request, access, export_id)
    response = HttpResponse(read_missing(export), content_type="text/csv")
    return _attachment(response, f"export-{export.number}_missing.csv")


@form_of("bulk_export")
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_export_cancel(request, access, export_id):
    """Cancel the export."""
    export = _own_or_404(request, access, export_id)
    cancel_bulk_export(export=export, by=request.user)
    messages.success(
        request, _("Export %(number)s is cancelled.") % {"number": export.number}
    )
    return redirect("bulk_export", access.institution.pk, export.pk)


@form_of("bulk_export")
@institution_view(InstitutionPermission.BULK_EXPORT_START)
def bulk_export_retry(request, access, export_id):
    """Try again to make the files that failed."""
    export = _own_or_404(request, access, export_id)
    count = retry_failed_items(export=export, by=request.user)
    if count:
        begin_work(export.pk)
        text = ngettext(
            "%(count)s file is being tried again.",
            "%(count)s files are being tried again.",
            count,
        )
        messages.success(request, text % {"count": count})
    return redirect("bulk_export", access.institution.pk, export.pk)


def _started(request, access, form):
    """The export that this same form has already started, or None."""
    return find_started_export(
        request.user, access.institution, form.cleaned_data["save_id"]
    )


def _chosen_plans(request, access, sent, former):
    """(editions with their projects, how many of the ticked plans are left out).

    The latter is None when the plans are chosen by the desk's filters.
    """
    if former is None and "all" in sent:
        _form, filters = read_filters(QueryDict(sent.get("query", "")))
        chosen = selected_editions(access, request.user, filters=filters)
        return read_editions_of(chosen), None
    ids = projects_of(former) if former else _ids(sent.getlist("project"))
    chosen = selected_editions(access, request.user, ids=ids)
    return read_editions_of(chosen), count_plans(access.institution, ids) - len(chosen)


def _ids(texts):
    """The valid project ids in an address; anything else is ignored."""
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _choice(sent):
    """[(name, value)] of the hidden fields that keep the choice of plans."""
    names = ("all", "query") if "all" in sent else ("again", "project")
    return [(name, value) for name in names for value in sent.getlist(name)]


def _start(request, access, editions, form, sent):
    chosen = form.cleaned_data
    return start_bulk_export(
        institution_id=access.institution.pk,
        by=request.user,
        order=ExportOrder(
            editions=editions,
            formats=chosen["formats"],
            languages=chosen["languages"] if chosen["formats"] else [],
            options=form.options(),
            save_id=chosen["save_id"],
            with_packages=chosen["packages"],
            query=sent.get("query", "") if "all" in sent else "",
        ),
    )


def _former_or_404(request, access, text):
    """The earlier export that is to be repeated."""
    try:
        return _own_or_404(request, access, uuid.UUID(text))
    except ValueError:
        raise Http404 from None


def _nothing_chosen(others):
    if others != 0:
        return NothingToExport.message
    return _("Select at least one plan.")


def _own_or_404(request, access, export_id):
    export = find_own_export(request.user, access.institution, export_id)
    if export is None:
        raise Http404
    return export


def _ready_or_404(request, access, export_id):
    export = _own_or_404(request, access, export_id)
    if export.state != BulkExportState.DONE:
        raise Http404
    return export


def _attachment(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
