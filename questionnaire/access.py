"""How views open a project or an institution’s desk."""

import functools
import uuid
from collections.abc import Callable
from typing import Any, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.opening import open_for_reading
from questionnaire.carrying import owner_of
from questionnaire.models import Question, User
from questionnaire.permissions import (
    InstitutionPermission,
    Permission,
    ProjectAccess,
    open_institution,
)
from questionnaire.plan.templates import read_template
from questionnaire.queries.answering.dropped_answers import former_question
from questionnaire.refusals import wants_json

View: TypeAlias = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request with what middleware and `project_view` add to it, for annotations."""

    htmx: HtmxDetails
    access: ProjectAccess


def project_view(
    permission: Permission, *, writing: Permission | None = None
) -> Callable[[View], View]:
    """Open the project in the URL and check `permission`.

    A view for both reading and writing names the permission to write as `writing`;
    here, that is checked for the role only. The view checks the project's state, as it
    can give the submitted text back.

    The view receives `access` (see permissions.ProjectAccess) instead of `project_id`,
    and the permissions can be read as `view.permission` and `view.writing`. Visitors
    are asked to sign in (scripts get 401). Refusals, here or from an action, are
    answered by refusals.py; only whoever reads a question that the template no longer
    asks is redirected to the answers that are kept.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def opened(
            request: PageRequest, project_id: uuid.UUID, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            request.access = access = open_for_reading(
                request.user,
                project_id,
                permission,
                writing=writing if request.method == "POST" else None,
            )
            try:
                return view(request, access, **kwargs)
            except NotInTemplate as refusal:
                if request.method == "POST":
                    raise
                return _kept_answers(request, request.user, refusal.slug)

        opened.permission = permission  # type: ignore[attr-defined]
        opened.writing = writing  # type: ignore[attr-defined]
        return opened

    return decorate


def institution_view(permission: InstitutionPermission) -> Callable[[View], View]:
    """Open the desk of the institution in the URL and check `permission`.

    The view receives `access` (a permissions.InstitutionAccess) instead of
    `institution_id`. Visitors are asked to sign in; refusals are answered by
    refusals.py.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def opened(
            request: PageRequest, institution_id: int, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            access = open_institution(request.user, institution_id, permission)
            return view(request, access, **kwargs)

        opened.institution_permission = permission  # type: ignore[attr-defined]
        return opened

    return decorate


def _kept_answers(request: PageRequest, user: User, slug: str) -> HttpResponseBase:
    """Redirect to the kept answers to a question of an earlier template version."""
    project = request.access.project
    if request.htmx or not former_question(project, user, slug):
        raise Http404
    page = reverse("template_move", args=[project.pk])
    return redirect(f"{page}#dropped")


def form_of(page: str) -> Callable[[View], View]:
    """Let an address take forms only, and lead whoever lands on it to their page.

    `page` is the name of the page that has the form; its arguments are the first ones
    of the address. It may need rights that this person lacks, and says so itself. A
    script gets 405, as does every other method.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def opened(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if wants_json(request):
                refused = {"error": "method_not_allowed"}
                return JsonResponse(refused, status=405, headers={"Allow": "POST"})
            if request.method in ("GET", "HEAD"):
                return redirect(_reverse_with_first(page, kwargs))
            return HttpResponseNotAllowed(["POST"])

        return opened

    return decorate


def _reverse_with_first(page: str, kwargs: dict[str, Any]) -> str:
    """The address of a page that takes the first of these arguments, or all."""
    try:
        return reverse(page, kwargs=kwargs)
    except NoReverseMatch:
        if not kwargs:
            raise
    return _reverse_with_first(page, dict(list(kwargs.items())[:-1]))


def get_question(access: ProjectAccess, slug: str) -> Question:
    """The question with this slug in the project’s template. Raises NotInTemplate."""
    question = read_template(access.project.template_id).by_slug.get(slug)
    if question is None:
        raise NotInTemplate(slug)
    return question


def is_database_down(exception: BaseException) -> bool:
    """Whether the database could not be reached, or failed to work."""
    if type(exception) is DatabaseError:
        # What psycopg2 raises when the server dies in the middle of a query;
        # Django's own have no cause.
        return exception.__cause__ is not None
    return isinstance(exception, (OperationalError, InterfaceError))


def database_down(request: HttpRequest) -> HttpResponseBase:
    """Answer 503, without a database query for the user."""
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": "database_down"}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "5"
    add_never_cache_headers(response)
    return response


def _ask_to_sign_in(request: PageRequest) -> HttpResponseBase:
    if wants_json(request):
        return JsonResponse(_signed_out(request), status=401)
    return redirect_to_login(request.get_full_path())


def _signed_out(request: PageRequest) -> dict[str, str]:
    """What a script is told of an ended session; a closed account cannot go on."""
    owner = owner_of(request)
    if owner and User.objects.filter(pk=owner.user_id, is_active=False).exists():
        message = _("Your account was closed. Your text is kept on this device only.")
        return {"error": "account_closed", "message": message}
    return {"error": "signed_out"}
