"""Exporting the plan, or one of its editions, as a file."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from questionnaire.access import project_view
from questionnaire.exports import FORMATS
from questionnaire.exports.filenames import file_name
from questionnaire.exports.files import request_file
from questionnaire.exports.packages import (
    package_content,
    package_name,
    store_package,
)
from questionnaire.forms.export import ExportForm, options_from_query
from questionnaire.models import Edition
from questionnaire.permissions import Permission
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
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
def export(request, place):
    """Choose what to export, and how; leads to the file."""
    numbers = list(place.project.editions.values_list("number", flat=True))
    newest = numbers[0] if numbers and place.project.is_finished else None
    form = ExportForm(
        request.GET if "format" in request.GET else None,
        editions=numbers,
        initial_edition=newest,
        withheld=[
            name
            for name, permission in _ASKING_MORE.items()
            if place.is_alone or not place.may(permission)
        ],
    )
    if form.is_bound and form.is_valid():
        return redirect(_address(place.project, form))
    context = {
        **project_context(place),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "questionnaire/export.html", context, status=status)


@require_safe
@project_view(Permission.PROJECT_READ)
def export_plan(request, place, file_format):
    """The live plan as a file, marked as a draft."""
    if file_format not in FORMATS:
        raise Http404
    place.require(_PERMISSIONS[file_format])
    record = read_record(place.project.pk)
    return _answer_with_file(request, place, record, file_format)


@require_safe
@project_view(Permission.EDITION_EXPORT)
def export_edition(request, place, number, file_format):
    """An edition as a file."""
    edition = Edition.objects.filter(project=place.project, number=number).first()
    if edition is None or file_format not in FORMATS:
        raise Http404
    return _answer_with_file(request, place, edition.plan, file_format, edition)


@require_safe
@project_view(Permission.EDITION_EXPORT)
def edition_package(request, place, number):
    """An edition as a preservation package, once all its files are made."""
    edition = Edition.objects.filter(project=place.project, number=number).first()
    if edition is None:
        raise Http404
    edition.project = place.project
    files = [
        request_file(
            place.project,
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
    context = {
        **project_context(place),
        "file": (missing or files)[0],
        "format": FileFormat.PACKAGE,
        "edition": edition,
    }
    return _wait(request, context)


def _answer_with_file(request, place, record, file_format, edition=None):
    """The file, a page that waits for it, or one that says why there is none."""
    language = request.GET.get("language", get_language())
    if language not in Language.values:
        raise Http404
    options = options_from_query(request.GET)
    for name, permission in _ASKING_MORE.items():
        if getattr(options, name):
            place.require(permission)
    if options.review_record:
        until = edition.finished_at if edition else None
        record = {**record, "review": read_review_record(place.project, until)}
    file = request_file(
        place.project,
        record,
        edition=edition,
        format=file_format,
        language=language,
        options=options,
    )
    if file.state == FileState.DONE and not request.htmx:
        return _download(file, compose_plan(record, language), file_format)
    context = {
        **project_context(place),
        "file": file,
        "format": FORMATS[file_format],
        "edition": edition,
    }
    return _wait(request, context)


def _wait(request, context):
    """A page that waits for the file, or says why there is none."""
    if request.htmx:
        return render(request, "questionnaire/partials/export_state.html", context)
    status = 503 if context["file"].state == FileState.FAILED else 202
    return render(request, "questionnaire/export_wait.html", context, status=status)


def _download(file, plan, file_format):
    export_format = FORMATS[file_format]
    name = file_name(plan, export_format.extension)
    return _attachment(file, name, export_format.media_type)


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
