"""The answers to one question as passages, to combine them into one text."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from questionnaire.content.blocks import Block
from questionnaire.content.kinds import KINDS, Content, conform_to_schema
from questionnaire.content.kinds.base import Value
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Decision, Part, Project, Question, User
from questionnaire.plan.resolution import EMPTY_CONTENT


@dataclass(frozen=True)
class Passage:
    """A paragraph, a list, a row…: the smallest thing that can be taken over."""

    name: str  # unique on the page; the same for the same text
    value: Value
    blocks: tuple[Block, ...]
    versions: tuple[AnswerVersion, ...]  # that contain exactly this

    @property
    def authors(self) -> tuple[User, ...]:
        """Whose words these are."""
        return tuple(version.answer.author for version in self.versions)


@dataclass(frozen=True)
class PartPassages:
    """A part of the question with the passages that all answers have for it."""

    part: Part
    passages: tuple[Passage, ...]

    def merge(self, names: Collection[str]) -> Value:
        """The value made of the passages with these names, in the page’s order."""
        taken = [each.value for each in self.passages if each.name in names]
        return KINDS[self.part.kind].merge(taken)


@dataclass(frozen=True)
class Combination:
    """The answers in one language; the agreed one comes first."""

    language: str
    decision: Decision | None  # the newest, even if it was withdrawn
    versions: tuple[AnswerVersion, ...]
    parts: tuple[PartPassages, ...]
    mine: AnswerVersion | None  # the reviewer's newest

    def content(self, names: Collection[str]) -> Content:
        """The content made of the passages with these names."""
        return {each.part.key: each.merge(names) for each in self.parts}

    def starting_names(self) -> set[str]:
        """The passages of the first answer, from which a combination starts."""
        if not self.versions:
            return set()
        first = self.versions[0]
        return {
            passage.name
            for each in self.parts
            for passage in each.passages
            if first in passage.versions
        }

    def sources(self, names: Collection[str]) -> list[AnswerVersion]:
        """The versions to credit: for each passage, the first that contains it."""
        found = {}
        for each in self.parts:
            for passage in each.passages:
                if passage.name in names:
                    version = passage.versions[0]
                    found[version.pk] = version
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
    decision = (
        Decision.objects.filter(project=project, question=question, language=language)
        .select_related("version__answer__author")
        .order_by("-id")
        .first()
    )
    newest = list(
        AnswerVersion.objects.filter(
            answer__project=project,
            answer__question=question,
            answer__language=language,
        )
        .current()
        .exclude(content_digest=EMPTY_CONTENT)
        .select_related("answer__author")
        .order_by("created_at", "id")
    )
    mine = next((each for each in newest if each.answer.author_id == user.pk), None)
    agreed = decision.version if decision else None
    older = AnswerVersion.objects.filter(
        pk__in=more,
        answer__project=project,
        answer__question=question,
        answer__language=language,
    ).select_related("answer__author")
    ordered = {each.pk: each for each in [*([agreed] if agreed else []), *newest]}
    ordered |= {each.pk: each for each in older} if more else {}
    versions, parts = tuple(ordered.values()), question.parts.all()
    return Combination(
        language,
        decision,
        versions,
        tuple(_part_passages(part, versions, language) for part in parts),
        mine,
    )


def _part_passages(
    part: Part, versions: Iterable[AnswerVersion], language: str
) -> PartPassages:
    """Each passage once; one that a later version adds follows its neighbour there."""
    kind = KINDS[part.kind]
    order: list[str] = []
    values: dict[str, Value] = {}
    containing: dict[str, list[AnswerVersion]] = {}
    for version in versions:
        value = conform_to_schema(version.content, [part]).get(part.key)
        position = 0
        for piece in [] if value is None else kind.split(value):
            name = f"{part.key}-{digest(piece)[:16]}"
            if name in values:
                position = order.index(name) + 1
            else:
                order.insert(position, name)
                values[name] = piece
                position += 1
            if version not in containing.setdefault(name, []):
                containing[name].append(version)
    return PartPassages(
        part,
        tuple(
            Passage(
                name,
                values[name],
                tuple(kind.blocks(values[name], part.options, language)),
                tuple(containing[name]),
            )
            for name in order
        ),
    )
