"""Notifying who requested changes that they were made, or a wording taken up.

A request about the version that was the newest is answered by the next one (see
queries/review/change_requests.py), so that each is news once.
"""

from collections.abc import Iterable

from django.db.models import Subquery

from questionnaire.actions.common import members_of
from questionnaire.actions.notices import notify
from questionnaire.models import AnswerVersion, Comment, Project, Question, User
from questionnaire.plan.reading import written
from questionnaire.vocabulary import NoticeKind, Role


def notify_answered(
    project: Project,
    version: AnswerVersion,
    question: Question,
    *,
    by: User,
    besides: Comment | None = None,
) -> None:
    """Notify those whose open requests this new version answers, each once."""
    answered = Comment.objects.unresolved().change_requests()
    # What a move made of the version before is no answer to a request about that one.
    before = written(
        AnswerVersion.objects.filter(
            answer=version.answer_id, number__lt=version.number
        )
    )
    last_written = before.order_by("-number").values("number")[:1]
    answered = answered.filter(
        version__answer=version.answer_id,
        version__number__lt=version.number,
        version__number__gte=Subquery(last_written),
    )
    if besides is not None:
        answered = answered.exclude(author=besides.author_id)
    kind = NoticeKind.REQUEST_ANSWERED
    _notify(kind, project, question, answered, by, version)


def notify_accepted(project: Project, request: Comment, *, by: User) -> None:
    """Notify who suggested a wording that its author has taken it up."""
    kind = NoticeKind.SUGGESTION_ACCEPTED
    _notify(kind, project, request.question, [request], by, request.accepted_as)


def _notify(
    kind: NoticeKind,
    project: Project,
    question: Question,
    requests: Iterable[Comment],
    by: User,
    version: AnswerVersion | None,
) -> None:
    about = (
        {"version": version.pk, "language": version.answer.language} if version else {}
    )
    first = {request.author_id: request.pk for request in reversed(list(requests))}
    if not first:
        return
    investigators = list(members_of(project, Role.PI))
    present = {each.pk for each in investigators}
    for author_id, comment_id in first.items():
        # What was asked by somebody who no longer decides is for those who do.
        recipients = [
            each
            for each in investigators
            if each.pk == author_id
            or (author_id not in present and each.pk not in first)
        ]
        notify(
            kind,
            project=project,
            recipients=recipients,
            actor=by,
            slug=question.slug,
            label=question.label,
            comment=comment_id,
            **about,
        )
