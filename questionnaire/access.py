"""The one way in to a project or to an institution’s desk."""

import functools
import re

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.opening import open_for_reading
from questionnaire.models import Question
from questionnaire.permissions import get_project_access, open_institution
from questionnaire.refusals import wants_json

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


class QuestionDropped(NotInTemplate):
    """The project's template no longer asks the question that was meant.

    `slug` is the question's, "" for what is no slug at all.
    """

    def __init__(self, slug):
        super().__init__(slug)
        self.slug = slug


def project_view(permission, *, writing=None):
    """Open the project named in the address and check `permission`.

    A page that is both read and written names the right to write as `writing`;
    its state is checked by the view, which has the person's text in hand.

    The view receives `access` (see permissions.ProjectAccess) instead of `project_id`,
    and the permissions stay readable as `view.permission` and `view.writing`.
    A form on a page of a question names it by its slug, too: the view then receives
    the number that the question has now as `label`, whatever the address says, for
    the template may have moved on since the page was opened.
    Visitors are asked to sign in (401 to scripts). What is refused, here or later
    by an action, is answered by refusals.py.
    """

    def decorate(view):
        @functools.wraps(view)
        def opened(request, project_id, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            request.access = access = open_for_reading(
                request.user,
                project_id,
                permission,
                writing=writing if request.method == "POST" else None,
            )
            try:
                return view(request, access, **_named_now(request, access, kwargs))
            except QuestionDropped:
                raise
            except NotInTemplate:
                # The template moved on this very moment. Nothing was written.
                if not named_questions(request):
                    raise
                request.access = access = get_project_access(request.user, project_id)
                return view(request, access, **_named_now(request, access, kwargs))

        opened.permission, opened.writing = permission, writing
        return opened

    return decorate


def institution_view(permission):
    """Open the desk of the institution named in the address; check `permission`.

    The view receives `access` (a permissions.InstitutionAccess) instead of
    `institution_id`.
    Visitors are asked to sign in; what is refused is answered by refusals.py.
    """

    def decorate(view):
        @functools.wraps(view)
        def opened(request, institution_id, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            access = open_institution(request.user, institution_id, permission)
            return view(request, access, **kwargs)

        opened.institution_permission = permission
        return opened

    return decorate


def named_questions(request):
    """{prefix: slug} of the questions that a form means by their slugs.

    The prefix is that of the form’s fields, as a section page has one a question;
    "" for a form of one question.
    """
    if request.method != "POST":
        return {}
    return {
        name.removesuffix("question").removesuffix("-"): slug
        for name, slug in request.POST.items()
        if name == "question" or name.endswith("-question")
    }


def find_by_slug(access, slug):
    """The question of that slug in the project’s template. Raises QuestionDropped."""
    if not _SLUG.fullmatch(slug):
        raise QuestionDropped("")
    question = (
        Question.objects.filter(section__template=access.project.template_id, slug=slug)
        .select_related("section")
        .first()
    )
    if question is None:
        raise QuestionDropped(slug)
    return question


def _named_now(request, access, kwargs):
    """The arguments of a view, its `label` being the question’s number today."""
    if "label" not in kwargs:
        return kwargs
    slug = named_questions(request).get(request.POST.get("prefix", ""))
    if slug is None:
        return kwargs
    return {**kwargs, "label": find_by_slug(access, slug).label}


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
