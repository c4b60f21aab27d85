"""The answers to one question cut into passages, to make one text of several."""

from dataclasses import dataclass

from questionnaire.content.kinds import KINDS, conform_to_schema
from questionnaire.lib.canonical import digest
from questionnaire.models import AnswerVersion, Decision, Part
from questionnaire.plan.resolution import EMPTY_CONTENT


@dataclass(frozen=True)
class Passage:
    """A paragraph, a list, a row…: what can be taken by itself."""

    name: str  # unique on the page, and the same whenever the text is
    value: object
    blocks: tuple
    versions: tuple[AnswerVersion, ...]  # that say exactly this

    @property
    def authors(self):
        """Whose words they are."""
        return tuple(version.answer.author for version in self.versions)


@dataclass(frozen=True)
class PartPassages:
    """A part of the question, with every passage that any answer has for it."""

    part: Part
    passages: tuple[Passage, ...]

    def joined(self, names):
        """The value that the passages of these names make, in the page’s order."""
        taken = [each.value for each in self.passages if each.name in names]
        return KINDS[self.part.kind].merge(taken)


@dataclass(frozen=True)
class Combination:
    """The answers in one language, the agreed one first."""

    language: str
    decision: Decision | None  # the newest, if it stands or was withdrawn
    versions: tuple[AnswerVersion, ...]
    parts: tuple[PartPassages, ...]
    mine: AnswerVersion | None  # the reviewer's newest

    def content(self, names):
        """{part key: value} of the passages of these names."""
        return {each.part.key: each.joined(names) for each in self.parts}

    def starting_names(self):
        """The passages of the first answer: what a combination starts from."""
        first = self.versions[0] if self.versions else None
        return {
            passage.name
            for each in self.parts
            for passage in each.passages
            if first in passage.versions
        }

    def sources(self, names):
        """The versions that these passages come from: the first that says each."""
        found = {}
        for each in self.parts:
            for passage in each.passages:
                if passage.name in names:
                    version = passage.versions[0]
                    found[version.pk] = version
        return list(found.values())


def read_combination(project, question, language, user, more=()):
    """The Combination of a question’s answers in `language`.

    `more` are ids of older versions to take passages from as well. Four queries.
    """
    decision = (
        Decision.objects.filter(project=project, question=question, language=language)
        .select_related("version__answer__author")
        .order_by("-id")
        .first()
    )
    versions = list(
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
    mine = next((each for each in versions if each.answer.author_id == user.pk), None)
    agreed = decision.version if decision else None
    older = AnswerVersion.objects.filter(
        pk__in=more,
        answer__project=project,
        answer__question=question,
        answer__language=language,
    ).select_related("answer__author")
    ordered = {each.pk: each for each in [*([agreed] if agreed else []), *versions]}
    ordered |= {each.pk: each for each in older} if more else {}
    versions, parts = tuple(ordered.values()), question.parts.all()
    return Combination(
        language,
        decision,
        versions,
        tuple(_part_passages(part, versions, language) for part in parts),
        mine,
    )


def _part_passages(part, versions, language):
    """Every passage once; one that others have more stands after its neighbour."""
    kind = KINDS[part.kind]
    order, values, saying = [], {}, {}
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
            if version not in saying.setdefault(name, []):
                saying[name].append(version)
    return PartPassages(
        part,
        tuple(
            Passage(
                name,
                values[name],
                tuple(kind.blocks(values[name], part.options, language)),
                tuple(saying[name]),
            )
            for name in order
        ),
    )
