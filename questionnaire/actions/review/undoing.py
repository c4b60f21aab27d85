"""Undoing a decision: the state before it returns, by a further decision.

The trail keeps both. The further decision names the one that it puts back: whether a
text or a request is newer is judged by that one, not by the time of the undoing.
"""

from typing import Any

from questionnaire.actions.common import next_timestamp, write_question_event
from questionnaire.actions.projects.move_checks import reopen_wording
from questionnaire.models import Comment, Decision, Project, Question, User
from questionnaire.plan.standing import seen_by
from questionnaire.vocabulary import Verb


def undo_decision(
    project: Project,
    by: User,
    question: Question,
    undone: Decision,
    before: Decision | None,
) -> Decision:
    """Put back what stood `before` a decision; returns the Decision that does so.

    The requests and the look at a reworded question that it had settled are open again.
    """
    decision = Decision.objects.create(
        project=project,
        question=question,
        language=undone.language,
        version=before.version if before else None,
        translation_of=before.translation_of if before else None,
        decided_by=by,
        decided_at=next_timestamp(project),
        seen_up_to=seen_by(before) if before else None,
        restores_id=_put_back_id(before),
        undoes=undone,
    )
    write_decided(decision, reopened=_reopen_requests(undone))
    reopen_wording(project, question.slug, settled_at=undone.decided_at)
    return decision


def write_decided(decision: Decision, **about_requests: list[int]) -> None:
    """Write the event of a decision that chooses a text, or withdraws another.

    `about_requests` are the ids of requests that were settled or opened again.
    """
    version, translated = decision.version, decision.translation_of
    data: dict[str, Any] = {"language": decision.language, "decision": decision.pk}
    if version is not None:
        data |= {"number": version.number, "author": version.answer.author_id}
        if translated is not None:
            data["translation_of"] = translated.answer.author_id
    write_question_event(
        decision.project,
        by=decision.decided_by,
        verb=Verb.ANSWER_AGREED if version else Verb.DECISION_WITHDRAWN,
        question=decision.question,
        **data,
        **{name: ids for name, ids in about_requests.items() if ids},
    )


def _put_back_id(before: Decision | None) -> int | None:
    """The id of the decision that stood, which may have been put back itself."""
    if before is None or before.version_id is None:
        return None
    return before.restores_id or before.pk


def _reopen_requests(undone: Decision) -> list[int]:
    """Open again the requests that a decision closed; returns their ids."""
    requests = Comment.objects.change_requests().filter(
        project=undone.project_id, resolved_at=undone.decided_at
    )
    reopened = list(requests.values_list("pk", flat=True))
    Comment.objects.filter(pk__in=reopened).update(resolved_at=None, resolved_by=None)
    return reopened
