"""Whether a decision says what the plan carries now; the same for all pages."""

from dataclasses import dataclass
from enum import Enum

from questionnaire.models import AnswerVersion, Decision
from questionnaire.plan.following import OutOfDate
from questionnaire.plan.resolution import Resolution
from questionnaire.plan.texts import was_seen


class Stands(Enum):
    """How a decision relates to what the plan carries."""

    YES = "yes"
    # It is the newest in its language, but the plan carries another person's answer.
    ANOTHER = "another"
    # It takes a text as the translation of one that is no longer agreed on.
    NO_SOURCE = "no-source"
    # Another decision in its language took its place, or withdrew it.
    NO_LONGER = "no-longer"


@dataclass(frozen=True)
class Standing:
    """How a decision stands, and whether the text that it carries is out of date."""

    stands: Stands
    out_of_date: OutOfDate | None = None


def standing(
    resolution: Resolution | None, language: str, *, is_newest: bool
) -> Standing:
    """The Standing of a decision for a text in this language.

    `resolution` is that of its question, None where nothing is decided; `is_newest`
    says whether it is the newest decision in its language.
    """
    if resolution is None or not is_newest:
        return Standing(Stands.NO_LONGER)
    carried = resolution.effective.get(language)
    if carried is not None and carried.decision_id is not None:
        text = next(
            (each for each in resolution.out_of_date if each.language == language), None
        )
        return Standing(Stands.YES, text)
    return Standing(Stands.ANOTHER if resolution.is_decided else Stands.NO_SOURCE)


def seen_by(decision: Decision) -> int:
    """The newest version that a reviewer had seen, when deciding.

    Of an older decision, which does not say so: all that there was.
    """
    if decision.seen_up_to is not None:
        return decision.seen_up_to
    versions = AnswerVersion.objects.filter(
        answer__project=decision.project_id, created_at__lte=decision.decided_at
    )
    return versions.order_by("-pk").values_list("pk", flat=True).first() or 0


def sees(decision: Decision, version: AnswerVersion) -> bool:
    """Whether a version had been seen when a decision was made."""
    return was_seen(
        version.pk,
        version.created_at,
        up_to=decision.seen_up_to,
        decided_at=decision.decided_at,
    )
