"""Deciding which version the plan carries; a decision is appended, never changed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.actions.answering.answers import VersionSave, save_version
from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.actions.common import (
    asked_now,
    earlier_tries,
    next_moment,
    write_question_event,
)
from questionnaire.actions.errors import NotInTemplate
from questionnaire.actions.opening import open_for_writing
from questionnaire.errors import Conflict, NotFound
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Comment, Decision
from questionnaire.permissions import Permission
from questionnaire.plan.resolution import EMPTY_CONTENT
from questionnaire.queries.review.decision_history import decisions_made
from questionnaire.vocabulary import Origin, Verb


class DecidedMeanwhile(Conflict):
    """Somebody decided after the page was read; `newest` is that decision."""

    code = "decided_meanwhile"

    def __init__(self, newest):
        super().__init__(newest.pk)
        self.newest = newest

    @property
    def message(self):
        return _("%(name)s has decided on this question meanwhile.") % {
            "name": self.newest.decided_by
        }


class InvalidChoice(NotFound):
    """A choice that no page offers: another question's version, an empty one, or a
    base that is no decision.
    """

    code = "invalid_choice"


@dataclass(frozen=True)
class Choice:
    """What a reviewer chose for one question in one language.

    `version_id` None withdraws the decision that stands. `base` is the id of the
    newest decision that the reviewer saw, None when there was none.
    """

    question: object
    language: str
    version_id: int | None
    base: int | None


@transaction.atomic
def decide(*, project_id, by, choices, batch, note=""):
    """Append a Decision for each of these Choices; returns those that were made.

    All or none. `batch` is a UUID made by the browser: a retry with the same one
    gives the decisions that it made, and `undo_decisions` takes them back
    together. Choosing what stands already is a decision too: it says that nothing
    newer is better. A request to change the answer that is chosen is settled.

    Raises NotInTemplate, InvalidChoice, DecidedMeanwhile and,
    when `batch` made other decisions before, SaveIdReused.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.REVIEW_DECIDE
    ).project
    wanted = {
        (choice.question.slug, choice.language, choice.version_id) for choice in choices
    }
    if made := earlier_tries(
        _decisions_of(project, batch),
        lambda decision: (
            decision.decided_by_id == by.pk
            and (decision.question.slug, decision.language, decision.version_id)
            in wanted
        ),
    ):
        return made
    made = [_decide(project, by, choice, batch, note) for choice in choices]
    return [decision for decision in made if decision]


@transaction.atomic
def undo_decisions(*, project_id, by, batch):
    """Put back what stood before the decisions of one step; returns the new ones.

    Where somebody has decided since, nothing is touched.
    """
    project = open_for_writing(
        project_id, by=by, permission=Permission.REVIEW_DECIDE
    ).project
    undone = []
    for decision in _decisions_of(project, batch).order_by("id"):
        newest, *before = newest_decisions(
            project, decision.question, decision.language
        )[:2]
        if newest.pk != decision.pk:
            continue
        try:
            question = asked_now(project, decision.question)
        except NotInTemplate:
            continue
        version = before[0].version if before else None
        undone.append(_append(project, by, question, decision.language, version))
    return undone


@dataclass(frozen=True)
class Combination:
    """A text made from several answers, to be agreed on.

    `content` is {part key: value}. `source_ids` are the versions that its passages
    come from. `base` is the newest decision seen (see Choice), `answer_base` the
    number of the newest own version, 0 before the first. `batch` is a UUID made by
    the browser, as in `decide`.
    """

    content: dict[str, Any]
    source_ids: Collection[int]
    base: int | None
    answer_base: int
    batch: UUID
    note: str = ""


@transaction.atomic
def combine(own: OwnAnswer, combination: Combination):
    """Save a combined text as one’s own version, and agree on it.

    The versions that it comes from are credited; text equal to one of them is that
    version, and no new one is made. Returns the Decisions made. Raises what
    `decide` and `save_version` raise.
    """
    project, own, content = own.open_with(
        own.clean(combination.content), Permission.REVIEW_DECIDE
    )
    sources = list(
        AnswerVersion.objects.filter(
            pk__in=combination.source_ids,
            answer__project=project,
            answer__question=own.question,
        )
    )
    if len(sources) != len(set(combination.source_ids)):
        raise InvalidChoice
    # Asked before anything is written: a retry makes no second version.
    content_digest = digest(content)
    if made := earlier_tries(
        _decisions_of(project, combination.batch),
        lambda decision: (
            decision.version
            and decision.version.content_digest == content_digest
            and decision.decided_by_id == own.author.pk
        ),
    ):
        return made
    chosen = next(
        (each for each in sources if each.content_digest == content_digest), None
    )
    if chosen is None:
        chosen = save_version(
            own,
            VersionSave(
                content=content,
                save_id=combination.batch,
                base=combination.answer_base,
                note=combination.note,
                origin=Origin.MERGED,
                sources=sources,
            ),
        ).version
    choice = Choice(
        own.question, own.language, chosen.pk if chosen else None, combination.base
    )
    return decide(
        project_id=own.project_id,
        by=own.author,
        choices=[choice],
        batch=combination.batch,
        note=combination.note,
    )


def newest_decisions(project, question, language):
    """The decisions for a question in one language, the newest first.

    Those that were carried over to a newer version of the template count where
    they were made.
    """
    return (
        decisions_made(project, question)
        .filter(language=language)
        .select_related("version", "decided_by")
        .order_by("-id")
    )


def _decisions_of(project, batch):
    """The decisions that were made in one step."""
    return Decision.objects.filter(project=project, batch=batch).select_related(
        "question__section", "version"
    )


def _decide(project, by, choice, batch, note):
    """The Decision for one choice; None when there is nothing to withdraw."""
    question, language = asked_now(project, choice.question), choice.language
    newest = newest_decisions(project, question, language).first()
    if newest is None and choice.base is not None:
        # No page shows a decision that never was.
        raise InvalidChoice
    if newest is not None and newest.pk != _made_as(project, choice.base):
        raise DecidedMeanwhile(newest)
    version = None
    if choice.version_id is not None:
        version = AnswerVersion.objects.filter(
            pk=choice.version_id,
            answer__project=project,
            answer__question=question,
            answer__language=language,
        ).first()
        if version is None or version.content_digest == EMPTY_CONTENT:
            raise InvalidChoice
    elif newest is None or newest.version_id is None:
        return None
    return _append(project, by, question, language, version, batch, note)


def _made_as(project, decision_id):
    """The id of a decision where it was made, also when a copy of it is named."""
    if decision_id is None:
        return None
    carried = Decision.objects.filter(project=project, pk=decision_id)
    return carried.values_list("carried_from", flat=True).first() or decision_id


def _append(project, by, question, language, version, batch=None, note=""):
    decision = Decision.objects.create(
        project=project,
        question=question,
        language=language,
        version=version,
        decided_by=by,
        decided_at=next_moment(project),
        note=note,
        batch=batch,
    )
    data = {"language": language, "decision": decision.pk}
    if version is not None:
        data |= {"number": version.number, "author": version.answer.author_id}
        settled = Comment.objects.change_requests().filter(
            resolved_at=None, version__answer=version.answer_id
        )
        data["settled"] = list(settled.values_list("pk", flat=True))
        settled.update(resolved_at=decision.decided_at, resolved_by=by)
    write_question_event(
        project,
        by=by,
        verb=Verb.ANSWER_AGREED if version else Verb.DECISION_WITHDRAWN,
        question=question,
        **data,
    )
    return decision
