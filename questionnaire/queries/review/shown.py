"""Which version the page of a question shows, and which one it compares it with."""

from collections.abc import Collection, Iterable, Sequence

from questionnaire.models import AnswerVersion, Decision
from questionnaire.queries.review.queue import Candidate


def default_version(
    proposals: Sequence[Candidate], agreed: Iterable[Decision]
) -> AnswerVersion | None:
    """The newest version that is not agreed on, else the newest one.

    One in a language that is agreed on comes first, as it can be compared.
    """
    languages = {decision.language for decision in agreed}
    not_agreed = [each for each in proposals if not each.is_effective]
    comparable = [each for each in not_agreed if each.language in languages]
    candidates = comparable or not_agreed or proposals
    return candidates[-1].version if candidates else None


def base_for(
    new: AnswerVersion | None,
    agreed: Collection[Decision],
    proposals: Iterable[Candidate],
    *,
    is_disputed: bool,
) -> AnswerVersion | None:
    """The version to compare with: the agreed one, else the first answer.

    Where nothing in the same language can be, somebody else's answer in the other one
    is read beside it while none is agreed on.
    """
    if new is None:
        return None
    written = [each.version for each in proposals]
    same_language = [
        *(
            each.version
            for each in agreed
            if each.version is not None and each.language == new.answer.language
        ),
        *(each for each in written if each.answer.language == new.answer.language),
    ]
    found = next((each for each in same_language if each.pk != new.pk), None)
    if found is None and (is_disputed or not agreed):
        others = (
            each for each in written if each.answer.author_id != new.answer.author_id
        )
        found = next(others, None)
    return found


def newer(
    shown: AnswerVersion | None, proposals: Iterable[Candidate]
) -> AnswerVersion | None:
    """The newest version of the answer that is shown, if that one is older."""
    if shown is None:
        return None
    for proposal in proposals:
        version = proposal.version
        if version.answer_id == shown.answer_id and version.number > shown.number:
            return version
    return None
