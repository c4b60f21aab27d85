"""Where mail leads: absolute addresses, which no request is needed for."""

from django.conf import settings
from django.urls import reverse

from questionnaire.vocabulary import NoticeKind


def absolute_url(name, *arguments):
    """The address of a page of this name, with the site’s own host."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=arguments)


def notice_url(notice):
    """Where the news can be read, to the very thread; empty without access."""
    if notice.kind == NoticeKind.REMOVED:
        return ""
    if notice.kind == NoticeKind.JOINED:
        return absolute_url("members", notice.project_id)
    if notice.kind == NoticeKind.SUBMITTED:
        return absolute_url("review_queue", notice.project_id)
    if notice.kind == NoticeKind.FINISHED and "edition" in notice.data:
        return absolute_url("edition", notice.project_id, notice.data["edition"])
    if notice.kind == NoticeKind.TEMPLATE_MOVED:
        return absolute_url("template_move", notice.project_id)
    if notice.kind in (NoticeKind.FEEDBACK_ASKED, NoticeKind.FEEDBACK_GIVEN):
        return absolute_url("feedback", notice.project_id)
    label = notice.data.get("label")
    if not label:
        return absolute_url("project_overview", notice.project_id)
    comment = notice.data.get("comment")
    if comment:
        return f"{absolute_url('comments', notice.project_id, label)}#comment-{comment}"
    return absolute_url("question", notice.project_id, label)
