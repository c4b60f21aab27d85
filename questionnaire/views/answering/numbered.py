"""Addresses with a question's number, as older mail and bookmarks have them."""

import json

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.shortcuts import redirect
from django.urls import resolve
from django.views.decorators.http import require_http_methods

from questionnaire.access import project_view
from questionnaire.permissions import Permission
from questionnaire.plan.templates import read_template
from questionnaire.refusals import wants_json


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.PROJECT_READ)
def numbered_question(request, access, label, page=""):
    """Redirect to the same page of the question that has this number now.

    `page` is the rest of the address, such as "comments/"; people who may not open it
    are refused here already. A form is redirected with what was typed; scripts follow
    no redirects, so their requests are answered directly.
    """
    slug = _named_question(request) or _slug_of(access, label)

    def with_slug(address):
        return address.replace(f"/questions/{label}/", f"/questions/{slug}/", 1)

    target = resolve(with_slug(request.path_info))
    access.require(target.func.permission)
    is_sent = request.method == "POST"
    if is_sent and wants_json(request):
        return target.func(request, **target.kwargs)
    return redirect(with_slug(request.get_full_path()), preserve_request=is_sent)


def _slug_of(access, label):
    question = read_template(access.project.template_id).by_label.get(label)
    if question is None:
        raise Http404
    return question.slug


def _named_question(request):
    """The slug that a form or script of an older page sends; "" when there is none.

    Such a page may be older than the template that the project follows now, and mean
    a different question from the one that has this number today.
    """
    if request.content_type == "application/json":
        try:
            slug = json.loads(request.body)["question"]
        except (ValueError, KeyError, TypeError, RecursionError, RequestDataTooBig):
            return ""
        return slug if isinstance(slug, str) else ""
    prefix = request.POST.get("prefix")
    return request.POST.get(f"{prefix}-question" if prefix else "question", "")
