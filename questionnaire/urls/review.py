"""Reviewing answers and deciding which of them go into the plan."""

from django.urls import path

from questionnaire.urls.converters import PROJECT, QUESTION
from questionnaire.views.review import combining, question, queue, requests

urlpatterns = [
    path(f"{PROJECT}review/", queue.review_queue, name="review_queue"),
    path(f"{PROJECT}review/agree/", queue.review_agree, name="review_agree"),
    path(f"{PROJECT}review/undo/", queue.review_undo, name="review_undo"),
    path(f"{PROJECT}review/send/", queue.review_send, name="review_send"),
    path(f"{QUESTION}review/", question.review_question, name="review_question"),
    path(
        f"{QUESTION}review/decide/",
        question.review_decide,
        name="review_decide",
    ),
    path(
        f"{QUESTION}review/request/",
        requests.review_request,
        name="review_request",
    ),
    path(f"{QUESTION}review/combine/", combining.combine, name="combine"),
    path(f"{QUESTION}decisions/", question.decisions, name="decisions"),
    path(
        f"{QUESTION}requests/<int:request_id>/accept/",
        requests.request_accept,
        name="request_accept",
    ),
    path(
        f"{QUESTION}requests/<int:request_id>/resolve/",
        queue.request_close,
        name="request_close",
    ),
]
