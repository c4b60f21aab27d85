"""Where mail leads: absolute addresses, which no request is needed for."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from questionnaire.models import Notice
from questionnaire.vocabulary import NoticeKind


def absolute_url(name: str, *arguments: Any) -> str:
    """The address of a page of this name, with the site’s own host."""
    site: str = settings.SITE_URL
    return site.rstrip("/") + reverse(name, args=arguments)


def notice_url(notice: Notice) -> str:
    """Where the news can be read, to the very thread; empty without access."""
    if notice.kind == NoticeKind.REMOVED:
        return ""
    if notice.kind == NoticeKind.JOINED:
        return absolute_url("members", notice.project_id)
    if notice.data.get("questions"):
        return absolute_url("my_questions", notice.project_id)
    if notice.kind in (NoticeKind.REQUEST_ANSWERED, NoticeKind.SUGGESTION_ACCEPTED):
        slug = notice.data["slug"]
        return absolute_url("review_question", notice.project_id, slug)
    if notice.kind == NoticeKind.SUBMITTED:
        return absolute_url("review_queue", notice.project_id)
    if notice.kind == NoticeKind.FINISHED and "edition" in notice.data:
        return absolute_url("edition", notice.project_id, notice.data["edition"])
    if notice.kind == NoticeKind.TEMPLATE_MOVED:
        return absolute_url("template_move", notice.project_id)
    if notice.kind in (NoticeKind.FEEDBACK_ASKED, NoticeKind.FEEDBACK_GIVEN):
        return absolute_url("feedback", notice.project_id)
    if not notice.data.get("label"):
        return absolute_url("project_overview", notice.project_id)
    return _news_of_question(notice)


def question_url(notice: Notice, slug: str) -> str:
    """The page of another question that the news names."""
    return absolute_url("question", notice.project_id, slug)


def _news_of_question(notice: Notice) -> str:
    """The page of a question, or the thread of comments below it.

    News that was written while addresses had the number know no slug.
    """
    slug, label = notice.data.get("slug"), notice.data["label"]
    comment = notice.data.get("comment")
    if not comment:
        name = "question" if slug else "numbered_question"
        return absolute_url(name, notice.project_id, slug or label)
    if slug:
        page = absolute_url("comments", notice.project_id, slug)
    else:
        page = absolute_url("numbered_page", notice.project_id, label, "comments/")
    return f"{page}#comment-{comment}"
