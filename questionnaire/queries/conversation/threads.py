"""What was said about a question, thread by thread."""

from dataclasses import dataclass

from questionnaire.models import Comment, Project, Question


@dataclass(frozen=True)
class Thread:
    """A comment and its replies, oldest first."""

    first: Comment
    replies: tuple[Comment, ...]


@dataclass(frozen=True)
class Discussion:
    """The threads of one question, oldest first."""

    threads: tuple[Thread, ...]

    @property
    def unresolved(self) -> tuple[Thread, ...]:
        return tuple(
            thread for thread in self.threads if thread.first.resolved_at is None
        )

    @property
    def resolved(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if thread.first.resolved_at)


def read_discussion(project: Project, question: Question) -> Discussion:
    """Every comment on `question` in `project`, with the people involved. One query."""
    comments = (
        Comment.objects.filter(project=project, question=question)
        .select_related("author", "resolved_by", "hidden_by", "version__answer__author")
        .defer("version__content")
        .order_by("created_at", "pk")
    )
    firsts: list[Comment] = []
    replies: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.parent_id is None:
            firsts.append(comment)
        else:
            replies.setdefault(comment.parent_id, []).append(comment)
    return Discussion(
        tuple(Thread(first, tuple(replies.get(first.pk, ()))) for first in firsts)
    )
