"""Comments, the activity of a project, and one’s own notices."""

from django.urls import path

from questionnaire.urls.converters import PROJECT, QUESTION
from questionnaire.views.conversation import activity, comments, notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path(f"{PROJECT}activity/", activity.activity, name="activity"),
    path(f"{PROJECT}activity/news/", activity.news, name="news"),
    path(
        f"{QUESTION}comments/",
        comments.comments,
        name="comments",
    ),
    path(
        f"{QUESTION}comments/passage/<int:version_id>/",
        comments.comment_passage,
        name="comment_passage",
    ),
    path(
        f"{QUESTION}comments/<int:comment_id>/edit/",
        comments.comment_edit,
        name="comment_edit",
    ),
    path(
        f"{QUESTION}comments/<int:comment_id>/resolve/",
        comments.comment_resolve,
        name="comment_resolve",
    ),
    path(
        f"{QUESTION}comments/<int:comment_id>/reopen/",
        comments.comment_reopen,
        name="comment_reopen",
    ),
    path(
        f"{QUESTION}comments/<int:comment_id>/hide/",
        comments.comment_hide,
        name="comment_hide",
    ),
]
