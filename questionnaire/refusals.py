"""How refusals are answered over HTTP, for pages and for scripts alike.

`middleware.RefusalMiddleware` uses this for every refusal that a view does not handle
itself. No access gives 404, a wrong role 403, a conflict 409, invalid input 422, a
deleted project 410 to those who may restore it; what the person had typed is shown
again, to be copied.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from questionnaire.content.blocks import Block
from questionnaire.content.prose import prose_blocks, sanitise, text_blocks
from questionnaire.content.tables import typed_text
from questionnaire.errors import Conflict, Forbidden, NotFound, Refusal
from questionnaire.lib.text import displayable
from questionnaire.models import Part
from questionnaire.permissions import MembershipEnded, ProjectDeleted

# The first class that matches wins.
_STATUSES: dict[type[Refusal], int] = {
    ProjectDeleted: 410,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Refusal: 422,
}

# What a person had written: [(part, blocks)]; the part is None if it is unknown.
Kept: TypeAlias = Sequence[tuple[Part | None, tuple[Block, ...]]]

# Names of text fields, other than those of answers.
_TEXT_FIELDS = frozenset(
    "acronym body body_en body_fr contact_email contact_name department email emails"
    " funder grant_number institution_name message name name_en name_fr note quote"
    " reason reply summary title".split()
)


def wants_json(request: HttpRequest) -> bool:
    """Whether the request comes from a script, which has no use for a page.

    Those of htmx would put it into another page (see js/site/failed_parts.js).
    """
    accepts_json = request.headers.get("Accept", "").startswith("application/json")
    return accepts_json or "HX-Request" in request.headers


def status_of(refusal: Refusal) -> int:
    """The HTTP status that answers this refusal."""
    return next(
        status for kind, status in _STATUSES.items() if isinstance(refusal, kind)
    )


def answer_refusal(
    request: HttpRequest,
    refusal: Refusal,
    *,
    message: str | Promise | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    """The response to a refusal. Raises Http404 and PermissionDenied for their pages.

    `message` replaces the refusal's own. `kept` is what the person had written, as
    [(part, blocks)]; by default, the text fields of the request.
    """
    status = status_of(refusal)
    message = message or refusal.message
    if isinstance(refusal, MembershipEnded):
        return _membership_ended(request, refusal)
    if isinstance(refusal, ProjectDeleted) and not wants_json(request):
        context = {"refusal": refusal, "kept": typed_texts(request)}
        page = "errors/project_deleted.html"
        return render(request, page, context, status=status)
    # The same pages as everywhere else on the site, so that they give nothing away.
    if status == 404:
        raise Http404
    if status == 403:
        raise PermissionDenied
    if wants_json(request):
        answer = {"error": refusal.code, "message": str(message)}
        return JsonResponse(answer, status=status)
    access = getattr(request, "access", None)
    project = access.project if access else getattr(refusal, "project", None)
    is_of_plan = project is not None and status == 409
    context = {
        "heading": _("The plan has moved on")
        if is_of_plan
        else _("There is a problem"),
        "message": message,
        "project": project,
        "kept": typed_texts(request) if kept is None else kept,
    }
    return render(request, "409.html", context, status=status)


def _membership_ended(request: HttpRequest, refusal: MembershipEnded) -> HttpResponse:
    """403 for a former member, who knows of the project: what happened, and when."""
    if wants_json(request):
        answer = {"error": refusal.code, "message": str(refusal.message)}
        return JsonResponse(answer, status=403)
    context = {"refusal": refusal, "kept": typed_texts(request)}
    return render(request, "errors/membership_ended.html", context, status=403)


def typed_texts(request: HttpRequest, prefixes: Iterable[str] = ("",)) -> Kept:
    """[(None, blocks)] of the text fields of a request, whichever the page.

    Only of fields whose names begin with one of the `prefixes`.
    """
    typed: list[tuple[None, tuple[Block, ...]]] = []
    for name in request.POST:
        text = str(request.POST[name])
        if not name.startswith(tuple(prefixes)):
            continue
        if name.endswith("-html"):
            typed.append((None, prose_blocks(sanitise(text))))
        elif "part_" in name or name in _TEXT_FIELDS:
            if f"{name}-html" not in request.POST:
                typed.append((None, text_blocks(displayable(typed_text(text)))))
    return [(part, blocks) for part, blocks in typed if blocks]
