"""Where a reviewer goes after a step: on through the queue, in its order."""

from django.urls import reverse
from django.utils.http import urlencode

from questionnaire.queries.review.order import ReviewOrder
from questionnaire.queries.review.queue import next_to_review


def review_order(request):
    """The order of the queue, from the address or from the form."""
    asked = request.POST if request.method == "POST" else request.GET
    return ReviewOrder.read(asked.get("order", ""))


def kept_order(order):
    """What links on the pages of a question add to an address, to keep the order."""
    return f"&order={order}" if order.positions else ""


def following_address(request, access, slug, done=None):
    """The next question that waits, the queue, or this question.

    As the button says that was pressed. `done` is the step that can be undone there.
    """
    order = review_order(request)
    then = request.POST.get("then", "")
    here = slug
    if then == "next":
        following = next_to_review(access.project, request.user, slug, order)
        here = following.slug if following else None
    elif then == "queue":
        here = None
    if here is None:
        address = reverse("review_queue", args=[access.project.pk])
        return address + _query(done=done)
    address = reverse("review_question", args=[access.project.pk, here])
    return address + _query(order=order, done=done)


def _query(**parameters):
    given = {name: str(value) for name, value in parameters.items() if value}
    return f"?{urlencode({k: v for k, v in given.items() if v})}" if given else ""
