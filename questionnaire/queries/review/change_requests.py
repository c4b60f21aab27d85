"""Requests for changes and where they stand, derived from what was saved since."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from questionnaire.models import AnswerVersion, Comment
from questionnaire.plan.templates import read_template
from questionnaire.vocabulary import RequestState


@dataclass(frozen=True)
class ChangeRequest:
    """A request about one version, and the newest version of the same answer."""

    comment: Comment
    newest_number: int
    newest_id: int

    @property
    def state(self):
        """Waits for its author, is answered by a newer version, or is settled."""
        if self.comment.resolved_at is not None:
            return RequestState.SETTLED
        if self.newest_number > self.comment.version.number:
            return RequestState.ANSWERED
        return RequestState.OPEN

    @property
    def question_id(self):
        return self.comment.question_id

    @property
    def author(self):
        """Who is asked."""
        return self.comment.version.answer.author

    @property
    def language(self):
        """Of the answer."""
        return self.comment.version.answer.language


def read_change_requests(project, *, question=None, open_only=False):
    """The ChangeRequests of a project or of one question, the oldest first.

    One query; the texts of versions are not loaded. `open_only` leaves out those
    is done. Requests about questions that the template no longer asks wait for
    nobody, and are left out.
    """
    newest = AnswerVersion.objects.filter(answer=OuterRef("version__answer")).order_by(
        "-number"
    )
    asked = read_template(project.template_id).by_id
    comments = (
        Comment.objects.change_requests()
        .filter(project=project, question__in=asked)
        .select_related(
            "author",
            "resolved_by",
            "version__answer__author",
            "accepted_as",
        )
        .defer("version__content", "accepted_as__content")
        .annotate(
            newest_number=Subquery(newest.values("number")[:1]),
            newest_id=Subquery(newest.values("pk")[:1]),
        )
        .order_by("created_at", "id")
    )
    if question is not None:
        comments = comments.filter(question=question)
    if open_only:
        comments = comments.filter(resolved_at=None)
    found = []
    for comment in comments:
        comment.question = asked[comment.question_id]
        found.append(ChangeRequest(comment, comment.newest_number, comment.newest_id))
    return found
