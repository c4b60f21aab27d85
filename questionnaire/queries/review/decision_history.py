"""The decisions on one question, and what changed from one to the next."""

from dataclasses import dataclass

from questionnaire.models import Decision
from questionnaire.queries.review.queue import measure


@dataclass(frozen=True)
class PastDecision:
    """A decision, and how the agreed text changed with it."""

    decision: Decision
    before: Decision | None  # in the same language
    added: int
    removed: int
    stands: bool


def read_decisions(project, question):
    """Every PastDecision on a question, the newest first, in both languages.

    Also those made while the project followed an earlier version of the template;
    what only carries them over is left out. Two queries.
    """
    decisions = list(
        decisions_made(project, question)
        .select_related("decided_by", "version__answer__author")
        .order_by("id")
    )
    parts = list(question.parts.all())
    before, found = {}, []
    for decision in decisions:
        last = before.get(decision.language)
        added, removed = measure(
            _content(last), _content(decision), parts, decision.language
        )
        found.append([decision, last, added, removed])
        before[decision.language] = decision
    newest = {decision.pk for decision in before.values()}
    return [
        PastDecision(
            decision,
            last,
            added,
            removed,
            stands=decision.pk in newest and decision.version_id is not None,
        )
        for decision, last, added, removed in reversed(found)
    ]


def decisions_made(project, question):
    """The decisions on a question, under whatever number the template asked it then."""
    return Decision.objects.filter(
        project=project, question__slug=question.slug, carried_from=None
    )


def _content(decision):
    return decision.version.content if decision and decision.version else {}
