"""The versions that my answers have gone through."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questionnaire.access import project_view
from questionnaire.models import AnswerVersion
from questionnaire.permissions import Permission
from questionnaire.plan.worksheet import read_worksheets

VERSIONS_PER_PAGE = 50


@require_safe
@project_view(Permission.ANSWER_READ_HISTORY)
def versions(request, place, label):
    """The versions of my answers to one question, newest first."""
    sheet = _worksheet(place, request.user, label)
    rows = (
        _my_versions(place, request.user, sheet.question)
        .without_content()
        .order_by("-created_at", "-number")
    )
    page = Paginator(rows, VERSIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "project": place.project,
        "entry": sheet.entry,
        "page": page,
    }
    return render(request, "questionnaire/versions.html", context)


@require_safe
@project_view(Permission.ANSWER_READ_HISTORY)
def version(request, place, label, language, number):
    """One version of my answer, as it was saved."""
    sheet = _worksheet(place, request.user, label)
    found = get_object_or_404(
        _my_versions(place, request.user, sheet.question),
        answer__language=language,
        number=number,
    )
    context = {
        "place": place,
        "project": place.project,
        "entry": sheet.entry,
        "version": found,
        "parts": sheet.readable_parts(found.content, language),
    }
    return render(request, "questionnaire/version.html", context)


def _worksheet(place, user, label):
    _outline, sheets = read_worksheets(place, user, label=label)
    if not sheets:
        raise Http404
    return sheets[0]


def _my_versions(place, user, question):
    return AnswerVersion.objects.filter(
        answer__project=place.project, answer__question=question, answer__author=user
    ).select_related("answer__author")
