"""What a reviewer can choose for a question: a member's answer in its languages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionnaire.models import AnswerVersion, Decision, User
from questionnaire.vocabulary import Language


@dataclass(frozen=True)
class AnswerOption:
    """One member's answer: a version in one language, or one in each."""

    versions: tuple[AnswerVersion, ...]  # the French one first
    stands: bool = False  # the plan carries this answer now
    # What the plan carries beside it as its translation.
    translation: AnswerVersion | None = None
    # Texts of other members that can be taken as its translation.
    translations: tuple[AnswerVersion, ...] = ()

    @property
    def key(self) -> str:
        """What the form sends: the ids of its versions."""
        return "-".join(str(version.pk) for version in self.versions)

    @property
    def author(self) -> User:
        return self.versions[0].answer.author

    @property
    def missing_language(self) -> str | None:
        """The language in which its author has no text; None if there is none."""
        if len(self.versions) > 1:
            return None
        return Language(self.versions[0].answer.language).other.value


def answer_options(
    agreed: Iterable[Decision],
    newest: Sequence[AnswerVersion],
    shown: AnswerVersion | None,
) -> tuple[AnswerOption, ...]:
    """The AnswerOptions of a question; the one that stands comes first.

    `newest` are the newest texts of all members, `shown` the version that the page
    shows, which may be an older one.
    """
    own = {each.language: each.version for each in agreed if not each.translation_of_id}
    standing = {language: each for language, each in own.items() if each is not None}
    taken = next((each.version for each in agreed if each.translation_of_id), None)
    leading_id = None
    found: list[dict[str, AnswerVersion]] = []
    if standing:
        leading_id = next(iter(standing.values())).answer.author_id
        carried = dict(standing)
        if taken is not None:
            carried[taken.answer.language] = taken
        # Keeping it agrees on what its author has in a language without any text.
        added = {
            language: each
            for language, each in _texts_of(leading_id, newest).items()
            if language not in carried
        }
        found.append({**standing, **added})
    for author_id in dict.fromkeys(each.answer.author_id for each in newest):
        found.append(_texts_of(author_id, newest))
    if shown is not None:
        others = _texts_of(shown.answer.author_id, newest)
        found.append({**others, shown.answer.language: shown})
    options: dict[str, AnswerOption] = {}
    for rank, texts in enumerate(found):
        author_id = next(iter(texts.values())).answer.author_id
        option = _option(
            texts,
            newest,
            taken if author_id == leading_id else None,
            stands=bool(standing) and rank == 0,
        )
        options.setdefault(option.key, option)
    return tuple(options.values())


def _texts_of(
    author_id: int, newest: Iterable[AnswerVersion]
) -> dict[str, AnswerVersion]:
    """{language: newest text} of this author."""
    return {
        each.answer.language: each
        for each in newest
        if each.answer.author_id == author_id
    }


def _option(
    texts: dict[str, AnswerVersion],
    newest: Iterable[AnswerVersion],
    taken: AnswerVersion | None,
    *,
    stands: bool,
) -> AnswerOption:
    """An AnswerOption of `texts`, {language: version}."""
    versions = tuple(texts[language] for language in sorted(texts, reverse=True))
    author_id = versions[0].answer.author_id
    candidates = [
        each
        for each in newest
        if each.answer.language not in texts and each.answer.author_id != author_id
    ]
    if taken is not None and taken not in candidates:
        candidates.append(taken)
    return AnswerOption(versions, stands, taken, tuple(candidates))
