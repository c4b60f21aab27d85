"""Exporting the plan, or one of its editions, as a file."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import project_view
from questionnaire.exports import FORMATS
from questionnaire.exports.bulk.packages import (
    package_content,
    package_name,
    store_package,
)
from questionnaire.exports.filenames import comparison_name, file_name
from questionnaire.exports.store.files import request_file
from questionnaire.forms.export import ExportForm, options_from_query
from questionnaire.lib.ids import read_id
from questionnaire.models import Edition
from questionnaire.permissions import Permission
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.edition_changes import compose_changes, pair_of_records
from questionnaire.plan.record import read_record
from questionnaire.plan.review_record import read_review_record
from questionnaire.views.pages import project_context
from questionnaire.vocabulary import FileFormat, FileState, Language

_PERMISSIONS = {"pdf": Permission.EXPORT_PDF, "docx": Permission.EXPORT_DOCX}
# Options that tell more than the plan does.
_ASKING_MORE = {
    "provenance": Permission.REVIEW_READ_DECISIONS,
    "review_record": Permission.EXPORT_FULL_HISTORY,
}


@require_safe
@project_view(Permission.PROJECT_READ)
def export(request, access):
    """Choose what to export, and how; leads to the file."""
    numbers = list(access.project.editions.values_list("number", flat=True))
    newest = numbers[0] if numbers and access.project.is_finished else None
    form = ExportForm(
        request.GET if "format" in request.GET else None,
        editions=numbers,
        initial_edition=newest,
        withheld=[
            name
            for name, permission in _ASKING_MORE.items()
            if access.is_alone or not access.may(permission)
        ],
    )
    if form.is_bound and form.is_valid():
        return redirect(_address(access.project, form))
    context = {
        **project_context(access),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "questionnaire/editions/export.html", context, status=status)


@require_safe
@project_view(Permission.PROJECT_READ)
def export_plan(request, access, file_format):
    """The live plan as a file, marked as a draft."""
    if file_format not in FORMATS:
        raise Http404
    access.require(_PERMISSIONS[file_format])
    record = read_record(access.project.pk)
    return _answer_with_file(request, access, record, file_format)


@require_safe
@project_view(Permission.EDITION_EXPORT)
def export_edition(request, access, number, file_format):
    """An edition as a file."""
    edition = Edition.objects.filter(project=access.project, number=number).first()
    if edition is None or file_format not in FORMATS:
        raise Http404
    return _answer_with_file(request, access, edition.plan, file_format, edition)


@require_safe
@project_view(Permission.EDITION_EXPORT)
def edition_package(request, access, number):
    """An edition as a preservation package, once all its files are made."""
    edition = Edition.objects.filter(project=access.project, number=number).first()
    if edition is None:
        raise Http404
    edition.project = access.project
    files = [
        request_file(
            access.project,
            edition.plan,
            edition=edition,
            format=file_format,
            language=language,
            options=ExportOptions(),
        )
        for file_format, language in package_content()
    ]
    missing = [file for file in files if file.state != FileState.DONE]
    if not missing and not request.htmx:
        name = f"{package_name(edition)}.zip"
        return _attachment(store_package(edition), name, "application/zip")
    missing.sort(key=lambda file: file.state != FileState.FAILED)
    return _wait(
        request,
        access,
        (missing or files)[0],
        FileFormat.PACKAGE,
        heading=_("Edition %(number)s as %(format)s")
        % {"number": edition.number, "format": FileFormat.PACKAGE.label},
        back=reverse("editions", args=[access.project.pk]),
        back_text=_("Back to the editions"),
    )


@require_safe
@project_view(Permission.EDITION_EXPORT)
def export_comparison(request, access, file_format):
    """What changed between two editions, or since an edition, as a file."""
    if file_format not in FORMATS or not FORMATS[file_format].render_changes:
        raise Http404
    old = _edition_asked(request, access, "from")
    if request.GET.get("to") == "now":
        access.require(Permission.PROJECT_READ)
        access.require(_PERMISSIONS[file_format])
        new, record = None, read_record(access.project.pk)
    else:
        new = _edition_asked(request, access, "to")
        record = new.plan
    pair = pair_of_records(old.plan, record)
    language = _language_asked(request)
    file = request_file(
        access.project,
        pair,
        edition=new,
        format=file_format,
        language=language,
        options=ExportOptions(),
    )
    if file.state == FileState.DONE and not request.htmx:
        changes = compose_changes(pair, language)
        name = comparison_name(changes, FORMATS[file_format].extension)
        return _download(file, name, file_format)
    heading = _("Comparison as %(format)s") % {"format": FORMATS[file_format].label}
    back = reverse("editions_compare", args=[access.project.pk])
    query = urlencode({name: request.GET[name] for name in ("from", "to")})
    return _wait(
        request,
        access,
        file,
        FORMATS[file_format],
        heading=heading,
        back=f"{back}?{query}",
        back_text=_("Back to the comparison"),
    )


def _edition_asked(request, access, name):
    """The edition whose number the address gives. Raises Http404."""
    edition = Edition.objects.filter(
        project=access.project, number=read_id(request.GET.get(name, "")) or 0
    ).first()
    if edition is None:
        raise Http404
    return edition


def _language_asked(request):
    """The language of the file: the address's, or the page's. Raises Http404."""
    language = request.GET.get("language", get_language())
    if language not in Language.values:
        raise Http404
    return language


def _answer_with_file(request, access, record, file_format, edition=None):
    """The file, a page that waits for it, or one that says why there is none."""
    language = _language_asked(request)
    options = options_from_query(request.GET)
    for name, permission in _ASKING_MORE.items():
        if getattr(options, name):
            access.require(permission)
    if options.review_record:
        until = edition.finished_at if edition else None
        record = {**record, "review": read_review_record(record, until)}
    file = request_file(
        access.project,
        record,
        edition=edition,
        format=file_format,
        language=language,
        options=options,
    )
    if file.state == FileState.DONE and not request.htmx:
        plan = compose_plan(record, language)
        name = file_name(plan, FORMATS[file_format].extension)
        return _download(file, name, file_format)
    words = {"format": FORMATS[file_format].label}
    if edition:
        words["number"] = edition.number
        heading = _("Edition %(number)s as %(format)s") % words
    else:
        heading = _("Draft as %(format)s") % words
    return _wait(
        request,
        access,
        file,
        FORMATS[file_format],
        heading=heading,
        back=reverse("export", args=[access.project.pk]),
        back_text=_("Back to the export page"),
    )


def _wait(request, access, file, export_format, **words):
    """The page that waits for a file; the part of it that changes, for a script."""
    context = {
        **project_context(access),
        "file": file,
        "format": export_format,
        **words,
    }
    if request.htmx:
        return render(
            request, "questionnaire/editions/partials/export_state.html", context
        )
    status = 503 if file.state == FileState.FAILED else 202
    return render(
        request, "questionnaire/editions/export_wait.html", context, status=status
    )


def _download(file, name, file_format):
    return _attachment(file, name, FORMATS[file_format].media_type)


def _attachment(file, name, media_type):
    response = HttpResponse(bytes(file.content), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _address(project, form):
    """The address of the file that a valid export form asks for."""
    chosen = form.cleaned_data
    if chosen["edition"]:
        path = reverse(
            "export_edition", args=[project.pk, chosen["edition"], chosen["format"]]
        )
    else:
        path = reverse("export_plan", args=[project.pk, chosen["format"]])
    options = {name: int(on) for name, on in form.options().as_data().items()}
    return f"{path}?{urlencode({'language': chosen['language'], **options})}"
