"""The one way in to a project or to an institution’s desk."""

import functools
import re

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from questionnaire.actions.admin_access import record_admin_access
from questionnaire.actions.answering.answers import NotInTemplate
from questionnaire.content.prose import prose_blocks, sanitise, text_blocks
from questionnaire.content.tables import typed_text
from questionnaire.models import Question
from questionnaire.permissions import (
    Forbidden,
    InvalidState,
    NoAccess,
    ProjectRole,
    get_institution_access,
    get_project_access,
)
from questionnaire.vocabulary import ProjectStatus

# What the fields are called in which people write, besides those of answers.
_TEXTS = ("body", "note", "quote")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


class QuestionDropped(Exception):
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
    Answers: sign-in for visitors (401 to scripts), 404 to strangers, 403 for a
    wrong role, 409 for a wrong state, also when an action finds so later, and for
    a question that is no longer asked.
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
                try:
                    response = view(
                        request, access, **_named_now(request, access, kwargs)
                    )
                except NotInTemplate:
                    # The template moved on this very moment. Nothing was written.
                    if not named_questions(request):
                        raise
                    request.access = access = get_project_access(
                        request.user, project_id
                    )
                    response = view(
                        request, access, **_named_now(request, access, kwargs)
                    )
                if access.role is ProjectRole.SITE_ADMIN:
                    # Before anything of the project leaves the site.
                    record_admin_access(access.project, by=request.user)
                return response
            except (QuestionDropped, NotInTemplate):
                return question_dropped(request, access.project)
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
