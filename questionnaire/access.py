"""The one way in to a project or to an institution’s desk."""

import functools

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from questionnaire.actions.looks import record_look
from questionnaire.permissions import (
    IsStranger,
    Standing,
    WrongRole,
    WrongState,
    find_desk,
    find_place,
)
from questionnaire.prose import prose_blocks, sanitise, text_blocks
from questionnaire.tables import typed_text
from questionnaire.vocabulary import ProjectStatus

# What the fields are called in which people write, besides those of answers.
_TEXTS = ("body", "note", "quote")


def project_view(permission, *, writing=None):
    """Open the project named in the address and check `permission`.

    A page that is both read and written names the right to write as `writing`;
    its state is checked by the view, which has the person's text in hand.

    The view receives `place` (see permissions.Place) instead of `project_id`,
    and the permissions stay readable as `view.permission` and `view.writing`.
    Answers: sign-in for visitors (401 to scripts), 404 to strangers, 403 for a
    wrong role, 409 for a wrong state, also when an action finds so later.
    """

    def decorate(view):
        @functools.wraps(view)
        def opened(request, project_id, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            try:
                place = find_place(request.user, project_id)
                if writing and request.method == "POST":
                    place.require_role(writing)
                place.require(permission)
                request.place = place
                response = view(request, place, **kwargs)
                if place.standing is Standing.SITE_ADMIN:
                    # Before anything of the project leaves the site.
                    record_look(place.project, by=request.user)
                return response
            except IsStranger:
                raise Http404 from None
            except WrongRole:
                raise PermissionDenied from None
            except WrongState:
                return wrong_state(request, place.project, kept=_typed(request))

        opened.permission, opened.writing = permission, writing
        return opened

    return decorate


def institution_view(permission):
    """Open the desk of the institution named in the address; check `permission`.

    The view receives `desk` (see permissions.Desk) instead of `institution_id`.
    Answers: sign-in for visitors, 404 to strangers, 403 for a wrong role.
    """

    def decorate(view):
        @functools.wraps(view)
        def opened(request, institution_id, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            try:
                desk = find_desk(request.user, institution_id)
                desk.require(permission)
                return view(request, desk, **kwargs)
            except IsStranger:
                raise Http404 from None
            except WrongRole:
                raise PermissionDenied from None

        opened.institution_permission = permission
        return opened

    return decorate


def wants_json(request):
    """Whether a script asks, which can do nothing with a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def wrong_state(request, project, kept=()):
    """Answer 409: the project is not in a state that allows this.

    `kept` is what the person had written, as [(part, blocks)], to be copied.
    """
    project.refresh_from_db(fields=["status"])
    if project.status == ProjectStatus.FINISHED:
        message = _(
            "This plan is finished. Reopen it to change it; "
            "the finished edition stays as it is."
        )
    elif project.status == ProjectStatus.IN_REVIEW:
        message = _("This plan is in review.")
    else:
        message = _("This plan is being drafted.")
    if wants_json(request):
        return JsonResponse({"error": "wrong_state", "message": message}, status=409)
    context = {"project": project, "message": message, "kept": kept}
    return render(request, "409.html", context, status=409)


def _typed(request):
    """[(None, blocks)]: what people had written, whatever the page was for."""
    typed = []
    for name, text in request.POST.items():
        if name.endswith("-html"):
            typed.append((None, prose_blocks(sanitise(text))))
        elif "part_" in name or name in _TEXTS:
            if f"{name}-html" not in request.POST:
                typed.append((None, text_blocks(typed_text(text))))
    return [(part, blocks) for part, blocks in typed if blocks]


def is_database_down(exception):
    """Whether the database could not be reached, or could not do its work now."""
    if type(exception) is DatabaseError:
        # What psycopg2 raises when the server dies in the middle of a query;
        # Django's own have no cause.
        return exception.__cause__ is not None
    return isinstance(exception, (OperationalError, InterfaceError))


def database_down(request):
    """Answer 503, without asking the database who is there."""
    if wants_json(request):
        response = JsonResponse({"error": "database_down"}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "5"
    add_never_cache_headers(response)
    return response


def _ask_to_sign_in(request):
    if wants_json(request):
        return JsonResponse({"error": "signed_out"}, status=401)
    if request.htmx:
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())
