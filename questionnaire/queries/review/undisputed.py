"""Questions on which everybody says the same: they can be agreed on in one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from questionnaire.models import AnswerVersion
from questionnaire.plan.outline import OutlineQuestion
from questionnaire.plan.texts import Wording
from questionnaire.vocabulary import QuestionStatus


@dataclass(frozen=True)
class PendingAgreement:
    """A decision that could be made in one step, as all answers are the same."""

    language: str
    version_id: int
    base: int | None  # id of the newest decision, if any


def pending_agreements(
    entry: OutlineQuestion, versions: Mapping[int, AnswerVersion]
) -> tuple[PendingAgreement, ...]:
    """The decisions to be made when all answers are the same, else ().

    Texts in two languages are never taken to be the same: one member must have written
    in each language that anybody wrote in.
    """
    resolution = entry.resolution
    texts = sorted(entry.written, key=lambda each: (each.created_at, each.number))
    languages = sorted({each.language for each in texts})
    effective = resolution.effective if resolution.is_decided else {}
    chosen = _chosen_without_differences(entry, texts, languages)
    if resolution.rival is not None or not chosen:
        return ()
    for each in texts:
        said = versions[chosen[each.language]].content_digest
        if each.content_digest != said:
            return ()
    return tuple(
        PendingAgreement(language, chosen[language], resolution.decisions.get(language))
        for language in languages
        if language not in effective or resolution.status is QuestionStatus.NEWER
    )


def _chosen_without_differences(
    entry: OutlineQuestion, texts: Iterable[Wording], languages: Iterable[str]
) -> dict[str, int]:
    """{language: version id} of one member's answer in all the languages, else {}.

    What is agreed on already stays; else the first member who wrote in all of them.
    """
    resolution, languages = entry.resolution, set(languages)
    written: dict[int, dict[str, int]] = {}
    for each in texts:
        written.setdefault(each.author_id, {})[each.language] = each.version_id
    if resolution.is_decided:
        stands = {
            language: each.version_id for language, each in resolution.effective.items()
        }
        own = written.get(cast(int, resolution.leading_author_id), {})
        found = [{**own, **stands}]
    else:
        found = list(written.values())
    return next((each for each in found if languages <= each.keys()), {})
