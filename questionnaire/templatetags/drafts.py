"""The net under a form: what is typed into it is kept until it is sent."""

from django import template
from django.urls import reverse

from questionnaire.forms.drafts import (
    FOLLOWS,
    REVISION,
    SENDING,
    SIGNED,
    place_of,
    read_place,
    sign_place,
)
from questionnaire.queries.drafts.form_drafts import drafts_of_page

register = template.Library()


@register.inclusion_tag("questionnaire/drafts/form_draft.html", takes_context=True)
def form_draft(context, form, number="", page="", seen=""):
    """Keep what is typed into the form around; stands where its state is to be said.

    `form` is a vocabulary.FormName; `number` tells forms of one name apart. `page` is
    the address of the form's own page, where another one gives its text back. `seen`
    names hidden fields that say what its person had seen, which are kept with the
    text. The draft costs one query a page.
    """
    request = context["request"]
    place = place_of(request, form, number, page)
    posted = read_place(request.POST.get(SIGNED), request.user)
    return {
        "user_id": request.user.pk,
        "key": place.key,
        "signed": sign_place(place),
        "signed_name": SIGNED,
        "filled_in": (SENDING, REVISION, FOLLOWS),
        "seen": seen,
        "draft": _drafts(request, place.key).get(place.key),
        "is_returned": posted is not None and posted.key == place.key,
        "is_first": _is_first(request),
        "addresses": {
            "draft": reverse("form_draft"),
            "aside": reverse("form_draft_stash"),
        },
    }


def _drafts(request, key):
    """The drafts of a page, read once for all its forms."""
    page = key.partition("#")[0]
    pages = request.__dict__.setdefault("form_drafts", {})
    if page not in pages:
        pages[page] = drafts_of_page(request.user, page)
    return pages[page]


def _is_first(request):
    """Whether this is the first form of the page: the words are written once."""
    is_first = not getattr(request, "has_draft_words", False)
    request.has_draft_words = True
    return is_first
