"""The decisions on one question, and how the agreed text changed."""

from dataclasses import dataclass

from django.db.models import QuerySet

from questionnaire.content.kinds import Content
from questionnaire.models import Decision, Project, Question
from questionnaire.plan.reading import read_decided
from questionnaire.plan.sources import TextSource, read_sources
from questionnaire.plan.standing import Standing, standing
from questionnaire.queries.review.queue import count_word_changes


@dataclass(frozen=True)
class PastDecision:
    """A decision, and how many words the agreed text gained and lost with it."""

    decision: Decision
    previous: Decision | None  # in the same language
    added: int
    removed: int
    is_newest: bool  # in its language, and no withdrawal
    # None for a withdrawal, which chooses nothing.
    standing: Standing | None
    sources: tuple[TextSource, ...] = ()  # copied or combined into its version


def read_decisions(project: Project, question: Question) -> list[PastDecision]:
    """Every PastDecision on a question, newest first, in both languages.

    Those made under an earlier version of the template are included; the copies
    that a move to a newer version makes of them are not. Five queries, two of which
    say what the plan carries.
    """
    decisions = list(
        decisions_made(project, question)
        .select_related(
            "decided_by", "version__answer__author", "translation_of__answer__author"
        )
        .defer("translation_of__content")
        .order_by("id")
    )
    parts = list(question.parts.all())
    latest: dict[str, Decision] = {}
    found: list[tuple[Decision, Decision | None, int, int]] = []
    for decision in decisions:
        previous = latest.get(decision.language)
        added, removed = count_word_changes(
            _content(previous), _content(decision), parts, decision.language
        )
        found.append((decision, previous, added, removed))
        latest[decision.language] = decision
    newest = {decision.pk for decision in latest.values()}
    resolution = read_decided(project, question)
    credited = read_sources(
        [each.version_id for each in decisions if each.version_id is not None]
    )

    def past(
        decision: Decision, previous: Decision | None, added: int, removed: int
    ) -> PastDecision:
        is_newest = decision.pk in newest and decision.version_id is not None
        how = standing(resolution, decision.language, is_newest=is_newest)
        return PastDecision(
            decision,
            previous,
            added,
            removed,
            is_newest,
            how if decision.version_id is not None else None,
            tuple(credited.get(decision.version_id or 0, ())),
        )

    return [past(*each) for each in reversed(found)]


def decisions_made(project: Project, question: Question) -> QuerySet[Decision]:
    """The decisions on a question, under any version of the template; no copies."""
    return Decision.objects.filter(
        project=project, question__slug=question.slug, carried_from=None
    )


def _content(decision: Decision | None) -> Content:
    return decision.version.content if decision and decision.version else {}
