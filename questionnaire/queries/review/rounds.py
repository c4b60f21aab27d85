"""A round of review: decisions and requests that the team is not yet notified of.

It is read from the trail: the reviewer's events since the review was last sent, as
far as they are still current.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Q

from questionnaire.models import AnswerVersion, Comment, Decision, Event, Project, User
from questionnaire.plan.reading import (
    Choices,
    newest_choices,
    newest_wordings,
)
from questionnaire.plan.sources import read_sources
from questionnaire.plan.unsent import WRITERS
from questionnaire.vocabulary import Verb

_REVIEW_VERBS = (Verb.ANSWER_AGREED, Verb.CHANGES_REQUESTED)
LONGEST_REASON = 300


@dataclass
class MemberRound:
    """What one member will be notified of."""

    member: User
    used: list[str] = field(
        default_factory=list
    )  # labels of questions: agreed on as written
    combined: list[str] = field(default_factory=list)  # labels: agreed on in part
    translated: list[str] = field(
        default_factory=list
    )  # labels: taken as the translation of somebody else's answer
    passed_over: list[str] = field(
        default_factory=list
    )  # labels: another member’s answer was agreed on instead
    requests: list[Comment] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        return any(
            (
                self.used,
                self.combined,
                self.translated,
                self.passed_over,
                self.requests,
            )
        )

    def as_data(self) -> dict[str, Any]:
        """The round as JSON, for a notice."""
        return {
            "used": self.used,
            "combined": self.combined,
            "translated": self.translated,
            "passed_over": self.passed_over,
            "requests": [
                {
                    "slug": request.question.slug,
                    "label": request.question.label,
                    "comment": request.pk,
                    "reason": request.body[:LONGEST_REASON],
                    "language": cast(AnswerVersion, request.version).answer.language,
                }
                for request in self.requests
            ],
        }


def read_round(project: Project, reviewer: User) -> list[MemberRound]:
    """A MemberRound for everybody with something to be notified of, by name.

    Eight queries at most, however long the round is.
    """
    events = _events_since_last_review(project, reviewer)
    choices = newest_choices([project.pk])
    decisions = _current_decisions(
        project,
        choices,
        {event.data["decision"] for event in events if "decision" in event.data},
    )
    requests = list(
        Comment.objects.change_requests()
        .filter(pk__in=[event.data.get("comment", 0) for event in events])
        .filter(project=project, resolved_at=None)
        .filter(question__section__template=project.template_id)
        .select_related("question__section", "version__answer__author")
        .order_by("question__section__position", "question__number", "id")
    )
    members = project.memberships.select_related("user")
    present = {membership.user_id: membership.user for membership in members}
    writers = {each.user_id for each in members if each.role in WRITERS}
    rounds: dict[int, MemberRound] = {}

    def round_of(member: User) -> MemberRound:
        return rounds.setdefault(member.pk, MemberRound(member))

    for decision, author, sources in decisions:
        label = decision.question.label
        is_translation = decision.translation_of_id is not None
        of_author = round_of(author)
        (of_author.translated if is_translation else of_author.used).append(label)
        for source in sources:
            if source.pk != author.pk:
                round_of(source).combined.append(label)
    for author_id, labels in _passed_over(project, choices, decisions).items():
        if author_id in present:
            passed = round_of(present[author_id])
            passed.passed_over = [
                label for label in labels if label not in passed.combined
            ]
    for request in requests:
        author = cast(AnswerVersion, request.version).answer.author
        if author.pk in writers:
            round_of(author).requests.append(request)
    found = [
        each
        for pk, each in rounds.items()
        if pk in present and pk != reviewer.pk and each.has_news
    ]
    for each in found:
        each.used = list(dict.fromkeys(each.used))
        each.combined = list(dict.fromkeys(each.combined))
        each.translated = list(dict.fromkeys(each.translated))
    return sorted(found, key=lambda each: (each.member.name, each.member.pk))


def _events_since_last_review(project: Project, reviewer: User) -> list[Event]:
    """The reviewer’s decisions and requests since the review was last sent."""
    mine = Event.objects.filter(project=project, actor=reviewer)
    last = (
        mine.filter(verb__in=(Verb.REVIEW_SENT, Verb.PROJECT_FINISHED))
        .order_by("-id")
        .values_list("id", flat=True)
        .first()
    )
    events = mine.filter(verb__in=_REVIEW_VERBS)
    return list(events.filter(pk__gt=last) if last else events)


def _current_decisions(
    project: Project, choices: Choices, ids: Collection[int]
) -> list[tuple[Decision, User, list[User]]]:
    """[(decision, author, [author of a source, …])] of those that nobody replaced.

    A copy that a move to a newer version of the template made stands for its original,
    and one that undoes a later decision for the one that it puts back.
    """
    current = {
        choice.decision_id
        for choices_of_question in choices.values()
        for choice in choices_of_question
        if choice.decision_id is not None
    }
    decisions = list(
        Decision.objects.filter(
            Q(restores__in=ids)
            | Q(restores=None) & (Q(pk__in=ids) | Q(carried_from__in=ids))
        )
        .filter(pk__in=current, question__section__template=project.template_id)
        .exclude(version=None)
        .select_related("question__section", "version__answer__author")
        .defer("version__content")
        .order_by("question__section__position", "question__number", "id")
    )
    chosen = [
        (decision, decision.version)
        for decision in decisions
        if decision.version is not None
    ]
    sources = read_sources([version.pk for _decision, version in chosen])
    return [
        (
            decision,
            version.answer.author,
            [source.author for source in sources[version.pk]],
        )
        for decision, version in chosen
    ]


def _passed_over(
    project: Project,
    choices: Choices,
    decisions: Collection[tuple[Decision, User, list[User]]],
) -> dict[int, list[str]]:
    """{member id: [label]} of answers beside which another member’s was agreed on.

    Not those that are to be changed: they wait for their author. One query, if
    anything was decided.
    """
    labels = {
        decision.question_id: decision.question.label for decision, *_ in decisions
    }
    if not labels:
        return {}
    found: dict[int, list[str]] = {}
    for (_project, question_id), wordings in newest_wordings(
        [project.pk], questions=labels
    ).items():
        chosen = {choice.author_id for choice in choices[project.pk, question_id]}
        waiting = {
            each.author_id
            for each in wordings
            if each.changes_requested_at and each.can_write
        }
        written = {each.author_id for each in wordings if not each.is_empty}
        for author_id in written - chosen - waiting:
            found.setdefault(author_id, []).append(labels[question_id])
    return found
