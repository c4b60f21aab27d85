"""The one way in to a project or to an institution’s desk."""

import functools

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from questionnaire.actions.admin_access import record_admin_access
from questionnaire.actions.common import NotInTemplate
from questionnaire.content.prose import prose_blocks, sanitise, text_blocks
from questionnaire.content.tables import typed_text
from questionnaire.permissions import (
    Forbidden,
    InvalidState,
    NoAccess,
    ProjectRole,
    get_institution_access,
    get_project_access,
)
from questionnaire.plan.outline import find_question
from questionnaire.queries.answering.dropped_answers import former_question
from questionnaire.vocabulary import ProjectStatus

# What the fields are called in which people write, besides those of answers.
_TEXTS = ("body", "note", "quote")


def project_view(permission, *, writing=None):
    """Open the project named in the address and check `permission`.

    A page that is both read and written names the right to write as `writing`;
    its state is checked by the view, which has the person's text in hand.

    The view receives `access` (see permissions.ProjectAccess) instead of `project_id`,
    and the permissions stay readable as `view.permission` and `view.writing`.
    Answers: sign-in for visitors (401 to scripts), 404 to strangers, 403 for a
    wrong role, 409 for a wrong state, also when an action finds so later, and for
    text to a question that is no longer asked. Who reads there is led to the answers
    that are kept.
    """

    def decorate(view):
        @functools.wraps(view)
        def opened(request, project_id, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            try:
                access = get_project_access(request.user, project_id)
                if writing and request.method == "POST":
                    access.require_role(writing)
                access.require(permission)
                request.access = access
                response = view(request, access, **kwargs)
                if access.role is ProjectRole.SITE_ADMIN:
                    # Before anything of the project leaves the site.
                    record_admin_access(access.project, by=request.user)
                return response
            except NotInTemplate as error:
                if request.method == "POST":
                    return question_dropped(request, access.project)
                return _kept_answers(request, access, error.slug)
            except NoAccess:
                raise Http404 from None
            except Forbidden:
                raise PermissionDenied from None
            except InvalidState:
                return wrong_state(request, access.project, kept=_typed(request))

        opened.permission, opened.writing = permission, writing
        return opened

    return decorate


def institution_view(permission):
    """Open the desk of the institution named in the address; check `permission`.

    The view receives `access` (a permissions.InstitutionAccess) instead of
    `institution_id`.
    Answers: sign-in for visitors, 404 to strangers, 403 for a wrong role.
    """

    def decorate(view):
        @functools.wraps(view)
        def opened(request, institution_id, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            try:
                access = get_institution_access(request.user, institution_id)
                access.require(permission)
                return view(request, access, **kwargs)
            except NoAccess:
                raise Http404 from None
            except Forbidden:
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
    return _conflict(request, "wrong_state", message, project, kept)


def question_dropped(request, project, prefixes=("",), message=None):
    """Answer 409: the project's template no longer asks the question.

    `prefixes` begin the names of the fields that were about it.
    """
    message = message or _(
        "The template that this plan follows now no longer asks this question. "
        "The text was not saved; copy it if you need it."
    )
    kept = _typed(request, tuple(prefixes))
    return _conflict(request, "question_dropped", message, project, kept)


def _conflict(request, error, message, project, kept):
    if wants_json(request):
        return JsonResponse({"error": error, "message": message}, status=409)
    context = {"project": project, "message": message, "kept": kept}
    return render(request, "409.html", context, status=409)


def _kept_answers(request, access, slug):
    """Where to read what is kept of a question that an earlier version asked."""
    if request.htmx or not former_question(access.project, request.user, slug):
        raise Http404
    page = reverse("template_move", args=[access.project.pk])
    return redirect(f"{page}#dropped")


def get_question(access, slug):
    """The question of that slug in the project’s template. Raises NotInTemplate."""
    question = find_question(access.project.template_id, slug)
    if question is None:
        raise NotInTemplate(slug)
    return question


def _typed(request, prefixes=("",)):
    """[(None, blocks)]: what people had written, whatever the page was for."""
    typed = []
    for name, text in request.POST.items():
        if not name.startswith(prefixes):
            continue
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
