"""Change requests and their states, which follow from later versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from questionnaire.models import (
    AnswerVersion,
    Comment,
    Project,
    Question,
    User,
)
from questionnaire.plan.reading import written
from questionnaire.plan.templates import read_template
from questionnaire.plan.unsent import writes_in
from questionnaire.vocabulary import RequestState

if TYPE_CHECKING:

    class _Request(Comment):
        """A comment with the newest version of the answer that it is about."""

        newest_number: int
        newest_id: int
        can_write: bool

        class Meta:
            proxy = True

    _Requests: TypeAlias = Iterable[_Request]


@dataclass(frozen=True)
class ChangeRequest:
    """A request for changes to one version, with the newest version of its answer.

    The newest that its author wrote: what a move converted since, or a combination
    that was undone, is no answer to it.
    """

    comment: Comment
    newest_number: int
    newest_id: int
    can_write: bool = True  # the author, still

    @property
    def version(self) -> AnswerVersion:
        """The version that it is about: a request always has one."""
        return cast(AnswerVersion, self.comment.version)

    @property
    def state(self) -> RequestState:
        """Open until the author saves a newer version or somebody resolves it.

        Stranded, for a reviewer to settle, where the author can no longer save one.
        """
        if self.comment.resolved_at is not None:
            return RequestState.CLOSED
        if self.newest_number > self.version.number:
            return RequestState.ANSWERED
        return RequestState.OPEN if self.can_write else RequestState.STRANDED

    @property
    def question_id(self) -> int:
        return self.comment.question_id

    @property
    def author(self) -> User:
        """Whose answer it is about."""
        return self.version.answer.author

    @property
    def language(self) -> str:
        """The language of that answer."""
        return self.version.answer.language


def read_change_requests(
    project: Project, *, question: Question | None = None, open_only: bool = False
) -> list[ChangeRequest]:
    """The ChangeRequests of a project or of one question, oldest first.

    One query; the texts of versions are not loaded. `open_only` leaves out those
    that are resolved. Requests about questions that the template no longer asks are
    always left out: nobody can act on them.
    """
    newest = written(
        AnswerVersion.objects.filter(answer=OuterRef("version__answer"))
    ).order_by("-number")
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
            newest_number=Coalesce(
                Subquery(newest.values("number")[:1]), F("version__number")
            ),
            can_write=writes_in("project", "version__answer__author"),
            newest_id=Coalesce(Subquery(newest.values("pk")[:1]), F("version")),
        )
        .order_by("created_at", "id")
    )
    if question is not None:
        comments = comments.filter(question=question)
    if open_only:
        comments = comments.filter(resolved_at=None)
    found = []
    for comment in cast("_Requests", comments):
        comment.question = asked[comment.question_id]
        found.append(
            ChangeRequest(
                comment, comment.newest_number, comment.newest_id, comment.can_write
            )
        )
    return found
