"""The answers to one question as passages, to combine them into one text."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max, Subquery

from questionnaire.content.kinds import Content, Value
from questionnaire.content.remains import Phrases, phrases_in, share_left
from questionnaire.models import AnswerVersion, Decision, Project, Question, User
from questionnaire.plan.reading import read_decided
from questionnaire.plan.texts import EMPTY_CONTENT
from questionnaire.queries.review.passages import (
    PartPassages,
    PassageWording,
    in_order_of_reading,
)
from questionnaire.queries.review.who_says_what import WhoSaysWhat, who_says_what
from questionnaire.vocabulary import Language

# Of the words in a row that a wording has: fewer are in any two texts on one question
# (review/credit.js has the same rule).
_SOMETHING = 0.25
# So many are no chance, though nobody ticked it.
_MOST = 0.5


@dataclass(frozen=True)
class Combination:
    """The answers in one language; the agreed one comes first."""

    language: str
    decision: Decision | None  # the newest, even if it was withdrawn
    versions: tuple[AnswerVersion, ...]
    said: WhoSaysWhat
    mine: AnswerVersion | None  # the reviewer's newest
    # Somebody else's answer that is agreed on in the other language: a text that is
    # combined may say something else, and takes that agreement away.
    taken_away: Decision | None = None
    # The newest version of any answer, in either language.
    newest_version_id: int = 0

    @property
    def parts(self) -> tuple[PartPassages, ...]:
        return self.said.sides[0].parts if self.said.sides else ()

    @property
    def names(self) -> set[str]:
        """The names of all wordings."""
        return {wording.name for each in self.parts for wording in each.wordings}

    def content(self, names: Collection[str]) -> Content:
        """The content made of the wordings with these names."""
        merged = {each.part.key: each.merge(names) for each in self.parts}
        return {key: value for key, value in merged.items() if value is not None}

    def starting_names(self) -> set[str]:
        """The wordings of the first answer, from which a combination starts."""
        return self.said.ticked

    def names_of(self, version_id: int) -> set[str]:
        """The wordings that make up one of the versions; none of any other."""
        return {
            name
            for version in self.versions
            if version.pk == version_id
            for each in self.parts
            for name in each.names_of(version)
        }

    def sources(self, names: Collection[str]) -> list[AnswerVersion]:
        """The versions to credit: all that contain one of these wordings."""
        return _credited(
            wording
            for each in self.parts
            for wording in each.wordings
            if wording.name in names
        )

    def sources_of(
        self, content: Content, names: Collection[str]
    ) -> list[AnswerVersion]:
        """The versions to credit for a result that was edited.

        Those of the wordings with these names of which something is left, and of others
        that stand there word for word. Where neither is left of a passage, those of
        the wording of which most is: it was ticked before the page was loaded again.
        """
        return _credited(
            wording
            for each in self.parts
            for wording in _wordings_in(content.get(each.part.key), each, names)
        )


def _wordings_in(
    value: Value, passages: PartPassages, names: Collection[str]
) -> Iterator[PassageWording]:
    """The wordings of which an edited part is made."""
    if value is None:
        return
    standing = passages.names_in(value)
    phrases = phrases_in(passages.blocks_of(value))
    for passage in passages.passages:
        found = [
            wording
            for wording in passage.wordings
            if wording.name in standing
            or (wording.name in names and _left(wording, phrases) >= _SOMETHING)
        ]
        if not found:
            nearest = max(passage.wordings, key=lambda each: _left(each, phrases))
            found = [nearest] if _left(nearest, phrases) >= _MOST else []
        yield from found


def _left(wording: PassageWording, phrases: Phrases) -> float:
    return share_left(wording.blocks, phrases)


def _credited(wordings: Iterable[PassageWording]) -> list[AnswerVersion]:
    """Every version that contains one of these, each once."""
    found = {version.pk: version for each in wordings for version in each.versions}
    return list(found.values())


def read_combination(
    project: Project,
    question: Question,
    language: str,
    user: User,
    more: Collection[int] = (),
) -> Combination:
    """The Combination of a question’s answers in `language`.

    `more` are ids of older versions to offer passages from. Four queries.
    """
    decisions = _newest_decisions(project, question)
    decision = decisions.get(language)
    of_question = AnswerVersion.objects.filter(
        answer__project=project, answer__question=question
    )
    newest = list(
        of_question.filter(answer__language=language)
        .current()
        .annotate(newest_of_all=Subquery(of_question.order_by("-pk").values("pk")[:1]))
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
    )
    mine = next((each for each in newest if each.answer.author_id == user.pk), None)
    older = AnswerVersion.objects.filter(
        pk__in=more,
        answer__project=project,
        answer__question=question,
        answer__language=language,
    ).select_related("answer__author")
    agreed = decision.version if decision else None
    versions = in_order_of_reading(agreed, newest, older if more else ())
    return Combination(
        language,
        decision,
        versions,
        who_says_what(
            question.parts.all(),
            [(language, versions)],
            {each.pk for each in newest},
        ),
        mine,
        _taken_away(decisions.get(Language(language).other.value), user),
        max((getattr(each, "newest_of_all", 0) for each in newest), default=0),
    )


def _newest_decisions(project: Project, question: Question) -> dict[str, Decision]:
    """{language: the newest decision in it}. One query."""
    of_question = Decision.objects.filter(project=project, question=question)
    newest = of_question.order_by().values("language").annotate(newest=Max("pk"))
    decisions = Decision.objects.filter(pk__in=newest.values("newest"))
    return {
        decision.language: decision
        for decision in decisions.select_related(
            "version__answer__author", "translation_of__answer"
        ).defer("translation_of__content")
    }


def _taken_away(standing: Decision | None, user: User) -> Decision | None:
    """The decision in the other language, if it cannot stand beside one's own text."""
    if standing is None or standing.version is None:
        return None
    texts = (standing.version, standing.translation_of)
    authors = {each.answer.author_id for each in texts if each is not None}
    return None if user.pk in authors else standing


def is_left_out(
    project: Project, question: Question, user: User, language: Language
) -> bool:
    """Whether the plan carries this person’s answer, but not their text in `language`.

    Three queries at most.
    """
    resolution = read_decided(project, question)
    if resolution is None or resolution.leading_author_id != user.pk:
        return False
    if language.value in resolution.effective:
        return False
    written = AnswerVersion.objects.filter(
        answer__project=project,
        answer__question=question,
        answer__author=user,
        answer__language=language,
    )
    return written.current().exclude(content_digest=EMPTY_CONTENT).exists()
