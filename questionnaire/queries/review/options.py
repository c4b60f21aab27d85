"""What a reviewer can choose for a question: a member's answer in its languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from questionnaire.models import AnswerVersion, Decision, User
from questionnaire.plan.following import OutOfDate
from questionnaire.plan.standing import sees
from questionnaire.vocabulary import Language

# {language: a text in it}
Texts: TypeAlias = dict[str, AnswerVersion]


@dataclass(frozen=True)
class AnswerOption:
    """One member's answer: a version in one language, or one in each."""

    versions: tuple[AnswerVersion, ...]  # the French one first
    stands: bool = False  # the plan carries this answer now
    # What the plan carries beside it as its translation.
    translation: AnswerVersion | None = None
    # Texts of other members that can be taken as the translation of one of its texts.
    translations: tuple[AnswerVersion, ...] = ()
    # Where it stands: the language of its text that the plan does not carry.
    left_out: str | None = None
    # Which of its two texts may no longer say what the other one says.
    out_of_date: tuple[OutOfDate, ...] = ()

    @property
    def key(self) -> str:
        """What the form sends: the ids of its versions."""
        return "-".join(str(version.pk) for version in self.versions)

    @property
    def author(self) -> User:
        return self.versions[0].answer.author

    @property
    def carried(self) -> tuple[AnswerVersion, ...]:
        """Those of its versions that the plan carries, or would carry as a rule."""
        return tuple(
            each for each in self.versions if each.answer.language != self.left_out
        )

    @property
    def missing_language(self) -> str | None:
        """The language in which its author has no text; None if there is none."""
        if len(self.versions) > 1:
            return None
        return Language(self.versions[0].answer.language).other.value

    @property
    def has_ways(self) -> bool:
        """Whether something else than its two texts could well be carried."""
        return self.missing_language is None and bool(
            self.translations or self.left_out or self.out_of_date
        )


def answer_options(
    agreed: Sequence[Decision],
    newest: Sequence[AnswerVersion],
    shown: AnswerVersion | None,
    out_of_date: Mapping[int, Sequence[OutOfDate]] | None = None,
) -> tuple[AnswerOption, ...]:
    """The AnswerOptions of a question; the one that stands comes first.

    `newest` are the newest texts of all members, `shown` the version that the page
    shows, which may be an older one. `out_of_date` says of whose newest texts one no
    longer says what the other says: {author id: what}.
    """
    found = [_standing(agreed, newest)] if agreed else []
    for author_id in dict.fromkeys(each.answer.author_id for each in newest):
        found.append(
            _option(
                _texts_of(author_id, newest),
                newest,
                out_of_date=tuple((out_of_date or {}).get(author_id, ())),
            )
        )
    if shown is not None:
        others = _texts_of(shown.answer.author_id, newest)
        found.append(_option({**others, shown.answer.language: shown}, newest))
    options: dict[str, AnswerOption] = {}
    for option in found:
        if option is not None:
            options.setdefault(option.key, option)
    return tuple(options.values())


def _standing(
    agreed: Sequence[Decision], newest: Sequence[AnswerVersion]
) -> AnswerOption | None:
    """The answer that the plan carries by these decisions."""
    texts = {
        each.language: each.version
        for each in agreed
        if each.version is not None and not each.translation_of_id
    }
    if not texts:
        return None
    taken = next((each.version for each in agreed if each.translation_of_id), None)
    author_id = next(iter(texts.values())).answer.author_id
    carried = {*texts, *([taken.answer.language] if taken else [])}
    more = {
        language: each
        for language, each in _texts_of(author_id, newest).items()
        if language not in carried
    }
    # Keeping it agrees on what its author has written since in a language without any
    # text. What was there already was left out on purpose, and stays so.
    left_out = next(
        (name for name, each in more.items() if any(sees(one, each) for one in agreed)),
        None,
    )
    return _option({**texts, **more}, newest, taken, stands=True, left_out=left_out)


def _texts_of(author_id: int, newest: Iterable[AnswerVersion]) -> Texts:
    """{language: newest text} of this author."""
    return {
        each.answer.language: each
        for each in newest
        if each.answer.author_id == author_id
    }


def _option(
    texts: Texts,
    newest: Iterable[AnswerVersion],
    taken: AnswerVersion | None = None,
    *,
    stands: bool = False,
    left_out: str | None = None,
    out_of_date: tuple[OutOfDate, ...] = (),
) -> AnswerOption:
    """An AnswerOption of these texts of one author."""
    versions = tuple(texts[language] for language in sorted(texts, reverse=True))
    author_id = versions[0].answer.author_id
    candidates = [
        each
        for each in newest
        if each.answer.author_id != author_id
        and (len(texts) > 1 or each.answer.language not in texts)
    ]
    if taken is not None and taken not in candidates:
        candidates.append(taken)
    return AnswerOption(
        versions, stands, taken, tuple(candidates), left_out, out_of_date
    )
