"""Reviewing answers and deciding which of them the plan carries."""

from django.urls import path

from questionnaire.urls.converters import PROJECT
from questionnaire.views import combining, requests, review, review_question

_QUESTION = f"{PROJECT}questions/<label:label>/"

urlpatterns = [
    path(f"{PROJECT}review/", review.review_queue, name="review_queue"),
    path(f"{PROJECT}review/agree/", review.review_agree, name="review_agree"),
    path(f"{PROJECT}review/undo/", review.review_undo, name="review_undo"),
    path(f"{PROJECT}review/send/", review.review_send, name="review_send"),
    path(
        f"{_QUESTION}review/", review_question.review_question, name="review_question"
    ),
    path(
        f"{_QUESTION}review/decide/",
        review_question.review_decide,
        name="review_decide",
    ),
    path(
        f"{_QUESTION}review/request/",
        review_question.review_request,
        name="review_request",
    ),
    path(f"{_QUESTION}review/combine/", combining.combine, name="combine"),
    path(f"{_QUESTION}decisions/", review_question.decisions, name="decisions"),
    path(
        f"{_QUESTION}requests/<int:request_id>/accept/",
        requests.request_accept,
        name="request_accept",
    ),
    path(
        f"{_QUESTION}requests/<int:request_id>/settle/",
        review.request_settle,
        name="request_settle",
    ),
]
