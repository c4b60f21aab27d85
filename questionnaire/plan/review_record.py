"""The review record: decisions, requests, comments and replies, as JSON data.

It is added to a plan record under “review”, for the annex of an export. It is not
part of the plan or of the digest of its content.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from questionnaire.models import Comment, Decision
from questionnaire.plan.record import Record, part_data, question_labels
from questionnaire.plan.sources import TextSource, read_sources
from questionnaire.vocabulary import CommentKind


def read_review_record(
    record: Record, until: datetime | None = None
) -> list[dict[str, Any]]:
    """[{"label": "2.3", "entries": […]}] of every question with any entries.

    `record` is the plan that it belongs to: questions have its numbers, and those
    that it does not ask are left out. Later entries than `until`, if given, are left
    out too. Entries are in chronological order. Four queries.
    """
    project, labels = record["project"]["id"], question_labels(record)
    # A copy of a decision, made by a move to a newer template version, is no event.
    decisions = Decision.objects.filter(
        project=project, carried_from=None, question__slug__in=labels
    ).select_related(
        "question",
        "decided_by",
        "version__answer__author",
        "translation_of__answer__author",
    )
    comments = (
        Comment.objects.filter(project=project, question__slug__in=labels)
        .select_related("question", "author", "resolved_by")
        .select_related("version__answer__author")
        .prefetch_related("question__parts")
    )
    if until is not None:
        decisions = decisions.filter(decided_at__lte=until)
        comments = comments.filter(created_at__lte=until)
    found: dict[str, list[dict[str, Any]]] = {}
    made = list(
        decisions.defer("version__content", "translation_of__content").order_by("id")
    )
    credited = read_sources([each.version_id for each in made if each.version_id])
    for decision in made:
        sources = credited.get(decision.version_id or 0, ())
        found.setdefault(decision.question.slug, []).append(
            _decision(decision, sources)
        )
    for comment in comments.defer("version__content").order_by("created_at", "id"):
        found.setdefault(comment.question.slug, []).append(_comment(comment, until))
    return [
        {"label": label, "entries": sorted(found[slug], key=lambda entry: entry["at"])}
        for slug, label in labels.items()
        if slug in found
    ]


def _decision(decision: Decision, sources: Iterable[TextSource]) -> dict[str, Any]:
    version, translated = decision.version, decision.translation_of
    others = [
        (source.author.name, source.language == decision.language)
        for source in sources
        if version is not None and source.author != version.answer.author
    ]
    return {
        "kind": "agreed" if version else "withdrawn",
        "by": decision.decided_by.name,
        "at": decision.decided_at.isoformat(),
        "text": decision.note,
        "sources": list(dict.fromkeys(name for name, is_same in others if is_same)),
        "translated_from": list(
            dict.fromkeys(name for name, is_same in others if not is_same)
        ),
        "translates": translated.answer.author.name if translated else "",
        "author": version.answer.author.name if version else "",
        "version": version.number if version else 0,
        "language": decision.language,
    }


def _comment(comment: Comment, until: datetime | None) -> dict[str, Any]:
    """A comment; if hidden, only the fact that there was one."""
    version = comment.version
    entry = {
        "kind": _kind(comment),
        "by": comment.author.name,
        "at": comment.created_at.isoformat(),
        "author": version.answer.author.name if version else "",
        "version": version.number if version else 0,
        "language": version.answer.language if version else "",
    }
    if comment.hidden_at:
        return {**entry, "is_hidden": True}
    entry |= {
        "text": comment.body,
        "quote": comment.quote,
        "suggestion": _suggestion(comment),
    }
    resolved_at = comment.resolved_at
    if resolved_at and comment.resolved_by and (until is None or resolved_at <= until):
        entry |= {
            "settled_by": comment.resolved_by.name,
            "settled_at": resolved_at.isoformat(),
        }
    return entry


def _kind(comment: Comment) -> str:
    if comment.parent_id:
        return "reply"
    return "request" if comment.kind == CommentKind.CHANGE_REQUEST else "comment"


def _suggestion(comment: Comment) -> list[dict[str, Any]]:
    """The suggested wording: the parts that it has, each with its value."""
    if not comment.suggestion or comment.version is None:
        return []
    return [
        {**part_data(part), "value": comment.suggestion[part.key]}
        for part in comment.question.parts.all()
        if comment.suggestion.get(part.key) is not None
    ]
