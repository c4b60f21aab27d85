"""Whose text a version includes, for credit on every page and in every export."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from questionnaire.models import AnswerVersion, AnswerVersionSource, User


@dataclass(frozen=True)
class TextSource:
    """Who wrote text that a version includes: in a version, or as a suggestion.

    `number` is that of the version; None for a wording that a reviewer suggested.
    """

    author: User
    language: str
    number: int | None


def read_sources(
    versions: Iterable[AnswerVersion | int], using: str = "default"
) -> dict[int, list[TextSource]]:
    """{version id: [TextSource, …]}: what each version was made from, without texts.

    `versions` are versions or their ids. One query.
    """
    found: defaultdict[int, list[TextSource]] = defaultdict(list)
    links = (
        AnswerVersionSource.objects.using(using)
        .filter(version__in=versions)
        .select_related(
            "source__answer__author",
            "suggestion__author",
            "suggestion__version__answer",
        )
        .defer(
            "source__content", "suggestion__suggestion", "suggestion__version__content"
        )
        .order_by("id")
    )
    for link in links:
        found[link.version_id].append(_source(link))
    return found


def _source(link: AnswerVersionSource) -> TextSource:
    if link.source is not None:
        answer = link.source.answer
        return TextSource(answer.author, answer.language, link.source.number)
    # A link names one or the other; a suggestion is always about a version.
    assert link.suggestion is not None and link.suggestion.version is not None  # noqa: S101
    answer = link.suggestion.version.answer
    return TextSource(link.suggestion.author, answer.language, None)
