"""Reviewing answers and deciding which of them the plan carries."""

from django.urls import path

from questionnaire.urls.converters import PROJECT
from questionnaire.views.review import combining, question, queue, requests

_QUESTION = f"{PROJECT}questions/<label:label>/"

urlpatterns = [
    path(f"{PROJECT}review/", queue.review_queue, name="review_queue"),
    path(f"{PROJECT}review/agree/", queue.review_agree, name="review_agree"),
    path(f"{PROJECT}review/undo/", queue.review_undo, name="review_undo"),
    path(f"{PROJECT}review/send/", queue.review_send, name="review_send"),
    path(f"{_QUESTION}review/", question.review_question, name="review_question"),
    path(
        f"{_QUESTION}review/decide/",
        question.review_decide,
        name="review_decide",
    ),
    path(
        f"{_QUESTION}review/request/",
        question.review_request,
        name="review_request",
    ),
    path(f"{_QUESTION}review/combine/", combining.combine, name="combine"),
    path(f"{_QUESTION}decisions/", question.decisions, name="decisions"),
    path(
        f"{_QUESTION}requests/<int:request_id>/accept/",
        requests.request_accept,
        name="request_accept",
    ),
    path(
        f"{_QUESTION}requests/<int:request_id>/resolve/",
        queue.request_close,
        name="request_close",
    ),
]
