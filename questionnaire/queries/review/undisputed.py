"""Questions on which everybody says the same: they can be agreed on in one step."""

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaire.plan.outline import OutlineQuestion
from questionnaire.plan.texts import Wording


@dataclass(frozen=True)
class PendingAgreement:
    """A decision that could be made in one step, as all answers are the same."""

    language: str
    version_id: int
    base: int | None  # id of the newest decision, if any


def pending_agreements(entry: OutlineQuestion) -> tuple[PendingAgreement, ...]:
    """The decisions to be made when all answers are the same, else ().

    Texts in two languages are never taken to be the same: one member must have written
    in each language that anybody wrote in. Once something is decided, whatever is left
    to decide is a text that nobody has looked at yet, and is never among them.
    """
    resolution = entry.resolution
    if resolution.is_decided:
        return ()
    texts = sorted(entry.written, key=lambda each: (each.created_at, each.number))
    chosen = _first_in_all_languages(texts)
    if any(
        each.language not in chosen
        or each.content_digest != chosen[each.language].content_digest
        for each in texts
    ):
        return ()
    return tuple(
        PendingAgreement(language, each.version_id, resolution.decisions.get(language))
        for language, each in sorted(chosen.items())
    )


def _first_in_all_languages(texts: Iterable[Wording]) -> dict[str, Wording]:
    """{language: text} of the first member who wrote in all the languages, else {}."""
    written: dict[int, dict[str, Wording]] = {}
    languages = set()
    for each in texts:
        written.setdefault(each.author_id, {})[each.language] = each
        languages.add(each.language)
    return next((each for each in written.values() if languages <= each.keys()), {})
