"""Tags of the pages to sign in and up."""

from django import template
from django.urls import reverse

from questionnaire import carrying
from questionnaire.forms.started import StartForm, started_title
from questionnaire.signing_in import is_known_somewhere

register = template.Library()


@register.simple_tag(takes_context=True)
def landing(context):
    """What a visitor who comes for nothing else is shown beside the way in.

    {"form": to name a project, "is_known": whether an account was signed in here
    before}; None for somebody on the way to a page, or with a form to send.
    """
    request = context["request"]
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_on_the_way = asked not in ("", reverse("projects"))
    if is_on_the_way or carrying.COOKIE in request.COOKIES:
        return None
    form = StartForm(initial={"title": started_title(request)})
    return {"form": form, "is_known": is_known_somewhere(request)}


@register.simple_tag(takes_context=True)
def named_project(context):
    """The title of the project that was named in this browser; "" for none."""
    return started_title(context["request"])
