"""Exporting the plan, or one of its editions, as a file."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.access import project_view
from questionnaire.downloads import kept_file_response
from questionnaire.exports import FORMATS
from questionnaire.exports.bulk.packages import (
    kept_package,
    package_content,
    store_package,
)
from questionnaire.exports.store.queue import request_file
from questionnaire.exports.store.sources import comparison, frozen_plan, live_plan
from questionnaire.forms.export import ExportForm, options_from_query
from questionnaire.lib.ids import read_id
from questionnaire.permissions import Permission
from questionnaire.plan.document import ExportOptions
from questionnaire.queries.workers import is_worker_alive
from questionnaire.views.pages import project_context, unsent_of_draft
from questionnaire.vocabulary import FileFormat, FileState, Language

_PERMISSIONS = {"pdf": Permission.EXPORT_PDF, "docx": Permission.EXPORT_DOCX}
# Options that reveal more than the plan itself does.
_ASKING_MORE = {
    "provenance": Permission.REVIEW_READ_DECISIONS,
    "review_record": Permission.EXPORT_FULL_HISTORY,
}


@require_safe
@project_view(Permission.PROJECT_READ)
def export(request, access):
    """Choose what to export, and how; redirects to the file."""
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
        "unsent": unsent_of_draft(request, access),
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
    language, options = _language_asked(request), _options_asked(request, access)
    source = live_plan(access.project, with_review=options.review_record)
    file = request_file(source, file_format, language, options)
    if file.state == FileState.DONE and not request.htmx:
        return kept_file_response(request, file, source)
    export_format = FORMATS[file_format]
    return _wait(
        request,
        access,
        file,
        export_format,
        heading=_("Draft as %(format)s") % {"format": export_format.label},
        back=reverse("export", args=[access.project.pk]),
        back_text=_("Back to the export page"),
    )


@require_safe
@project_view(Permission.EDITION_EXPORT)
def export_edition(request, access, number, file_format):
    """An edition as a file."""
    if file_format not in FORMATS:
        raise Http404
    edition = _edition(access, number)
    language, options = _language_asked(request), _options_asked(request, access)
    source = frozen_plan(edition, with_review=options.review_record)
    file = request_file(source, file_format, language, options)
    if file.state == FileState.DONE and not request.htmx:
        return kept_file_response(request, file, source)
    return _wait(
        request,
        access,
        file,
        FORMATS[file_format],
        heading=_edition_heading(edition, FORMATS[file_format].label),
        back=reverse("export", args=[access.project.pk]),
        back_text=_("Back to the export page"),
    )


@require_safe
@project_view(Permission.EDITION_EXPORT)
def edition_package(request, access, number):
    """An edition as a preservation package, once all its files are rendered."""
    edition = _edition(access, number)
    if not request.htmx and (package := kept_package(edition)):
        return kept_file_response(request, package)
    source = frozen_plan(edition)
    files = [
        request_file(source, file_format, language, ExportOptions())
        for file_format, language in package_content()
    ]
    missing = [file for file in files if file.state != FileState.DONE]
    if not missing and not request.htmx:
        return kept_file_response(request, store_package(edition))
    missing.sort(key=lambda file: file.state != FileState.FAILED)
    return _wait(
        request,
        access,
        (missing or files)[0],
        FileFormat.PACKAGE,
        heading=_edition_heading(edition, FileFormat.PACKAGE.label),
        back=reverse("editions", args=[access.project.pk]),
        back_text=_("Back to the editions"),
    )


@require_safe
@project_view(Permission.EDITION_EXPORT)
def export_comparison(request, access, file_format):
    """What changed between two editions, or since an edition, as a file."""
    if file_format not in FORMATS or not FORMATS[file_format].render_changes:
        raise Http404
    old = _edition(access, _number_asked(request, "from"))
    new = None
    if request.GET.get("to") == "now":
        access.require(Permission.PROJECT_READ)
        access.require(_PERMISSIONS[file_format])
    else:
        new = _edition(access, _number_asked(request, "to"))
    language = _language_asked(request)
    source = comparison(old, new)
    file = request_file(source, file_format, language, ExportOptions())
    if file.state == FileState.DONE and not request.htmx:
        return kept_file_response(request, file, source)
    export_format = FORMATS[file_format]
    back = reverse("editions_compare", args=[access.project.pk])
    query = urlencode({name: request.GET[name] for name in ("from", "to")})
    return _wait(
        request,
        access,
        file,
        export_format,
        heading=_("Comparison as %(format)s") % {"format": export_format.label},
        back=f"{back}?{query}",
        back_text=_("Back to the comparison"),
    )


def _edition(access, number):
    """The project’s edition of that number, its plan not read. Raises Http404."""
    return get_object_or_404(access.project.editions.defer("plan"), number=number)


def _number_asked(request, name):
    return read_id(request.GET.get(name, "")) or 0


def _language_asked(request):
    """The language of the file: the address's, or the page's. Raises Http404."""
    language = request.GET.get("language", get_language())
    if language not in Language.values:
        raise Http404
    return language


def _options_asked(request, access):
    """The options in the address, if the person may see what they add."""
    options = options_from_query(request.GET)
    for name, permission in _ASKING_MORE.items():
        if getattr(options, name):
            access.require(permission)
    return options


def _edition_heading(edition, label):
    return _("Edition %(number)s as %(format)s") % {
        "number": edition.number,
        "format": label,
    }


def _wait(request, access, file, export_format, **words):
    """The page that waits for a file, or only its changing part, for a script."""
    context = {
        **project_context(access),
        "file": file,
        "format": export_format,
        "lacks_worker": file.state == FileState.WAITING and not is_worker_alive(),
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
