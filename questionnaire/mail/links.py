"""Where notices lead: paths within the site."""

from django.urls import reverse

from questionnaire.models import Notice
from questionnaire.models.notice import OF_THE_END
from questionnaire.vocabulary import NoticeKind

# Kinds that lead to a page of the project.
_PAGES = {
    NoticeKind.JOINED: "members",
    NoticeKind.SUBMITTED: "review_queue",
    NoticeKind.TEMPLATE_MOVED: "template_move",
    NoticeKind.FEEDBACK_ASKED: "feedback",
    NoticeKind.FEEDBACK_GIVEN: "feedback",
}
# Kinds that lead to where their question is reviewed.
_REVIEWS = (NoticeKind.REQUEST_ANSWERED, NoticeKind.SUGGESTION_ACCEPTED)


def notice_path(notice: Notice) -> str:
    """Where the news can be read, to the very thread; empty without access."""
    kind, data, project = NoticeKind(notice.kind), notice.data, notice.project_id
    if kind in OF_THE_END:
        return ""
    if kind in _PAGES:
        return reverse(_PAGES[kind], args=[project])
    if kind == NoticeKind.FINISHED and "edition" in data:
        return reverse("edition", args=[project, data["edition"]])
    if data.get("questions"):
        return reverse("my_questions", args=[project])
    if kind in _REVIEWS and data.get("slug"):
        page = reverse("review_question", args=[project, data["slug"]])
        return f"{page}?to={data['version']}" if "version" in data else page
    if not data.get("label"):
        return reverse("project_overview", args=[project])
    return _question_of(notice)


def question_path(notice: Notice, slug: str, language: str = "") -> str:
    """The page of another question that the news names, in the language of a text."""
    page = reverse("question", args=[notice.project_id, slug])
    return f"{page}?in={language}" if language else page


def _question_of(notice: Notice) -> str:
    """The page of a question, or the thread of comments below it.

    News that was written while addresses had the number know no slug.
    """
    slug, label = notice.data.get("slug"), notice.data["label"]
    comment = notice.data.get("comment")
    if not comment:
        name = "question" if slug else "numbered_question"
        return reverse(name, args=[notice.project_id, slug or label])
    if slug:
        page = reverse("comments", args=[notice.project_id, slug])
    else:
        page = reverse("numbered_page", args=[notice.project_id, label, "comments/"])
    return f"{page}#comment-{comment}"
