"""Which texts of two answers were last known to say the same, in two languages."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from questionnaire.models import AnswerVersion, Translation


@dataclass(frozen=True)
class LastMatch:
    """The two versions that were last known to say the same; None before there were.

    `noted_at` is when somebody said so; None where it is only concluded from the order
    in which they were written. `is_whole`: the note says that nothing was missing.
    """

    source: AnswerVersion | None = None
    target: AnswerVersion | None = None
    noted_at: datetime | None = None
    is_whole: bool = False


def notes_about(source_answer: int, target_answer: int) -> QuerySet[Translation]:
    """The notes about two answers, whichever was translated, the newest first."""
    return (
        Translation.objects.filter(
            Q(version__answer=target_answer, source__answer=source_answer)
            | Q(version__answer=source_answer, source__answer=target_answer)
        )
        .select_related("version", "source")
        .order_by("-id")
    )


def last_match(source: AnswerVersion, target: AnswerVersion | None) -> LastMatch:
    """The LastMatch of the answers of these versions, the newest of each.

    Without a note, the target is taken for a translation of what the source said when
    it was written, or of its first version if that came later. At most three queries.
    """
    if target is None:
        return LastMatch()
    note = notes_about(source.answer_id, target.answer_id).first()
    if note is None:
        return LastMatch(_text_at(source, target.created_at), target)
    if note.version.answer_id == target.answer_id:
        source, target = note.source, note.version
    else:
        source, target = note.version, note.source
    return LastMatch(source, target, note.noted_at, is_whole=not note.is_partial)


def _text_at(source: AnswerVersion, moment: datetime) -> AnswerVersion:
    """What the source said at a moment; its first version if it came later."""
    if source.created_at <= moment or source.number == 1:
        return source
    versions = AnswerVersion.objects.filter(answer=source.answer_id)
    earlier = versions.filter(created_at__lte=moment).order_by("-number").first()
    return earlier or versions.order_by("number")[0]
