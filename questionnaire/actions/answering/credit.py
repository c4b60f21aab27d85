"""Who is credited for a text: sources are carried along while text of them remains.

A version names the versions that it was made from. The next versions of the answer
name them, too, as long as any of their words remain: four words in a row, or a whole
shorter line, that the source brought, which neither its own sources nor the author had
said before. A copy of a copy credits the first hand as well. Whoever suggested a
wording that was taken up is credited by the same rule. Rather too much credit than too
little: nothing is asked about meaning, order or punctuation.

A text that is noted as a translation has no words of what it translates: it credits
that text as long as the note is its newest one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from django.db.models import Q

from questionnaire.actions.answering.own_answer import OwnAnswer
from questionnaire.content.kinds import KINDS, Content, conform_to_schema
from questionnaire.content.prose import blocks_to_text
from questionnaire.lib.canonical import digest
from questionnaire.models import (
    Answer,
    AnswerVersion,
    AnswerVersionSource,
    Comment,
    EarlierText,
    Translation,
)

# Some words in a row.
Run: TypeAlias = tuple[str, ...]

# As few words in a row show where a text comes from.
_RUN = 4
# The sources behind one version that are looked at, so that a save stays quick.
_MOST_SOURCES = 60
_WORD = re.compile(r"\w+")


@dataclass
class _Sources:
    """The versions behind an answer, and which of them each was made from."""

    versions: dict[int, AnswerVersion] = field(default_factory=dict)
    made_from: dict[int, list[int]] = field(default_factory=dict)

    def read(self, ids: Iterable[int]) -> None:
        """Add the versions with these ids, and all that they were made from."""
        wanted = [pk for pk in ids if pk not in self.versions]
        while wanted and len(self.versions) < _MOST_SOURCES:
            found = AnswerVersion.objects.select_related("answer").in_bulk(wanted)
            self.versions |= found
            links = AnswerVersionSource.objects.filter(version__in=found)
            links = links.exclude(source=None)
            for version_id, source_id in links.values_list("version_id", "source_id"):
                self.made_from.setdefault(version_id, []).append(source_id)
            wanted = [
                source_id
                for pk in found
                for source_id in self.made_from.get(pk, ())
                if source_id not in self.versions
            ]


@dataclass(frozen=True)
class Carried:
    """What a new version goes on to credit: versions, and suggested wordings."""

    sources: Sequence[AnswerVersion] = ()
    suggestions: Sequence[Comment] = ()


def carried_credit(
    own: OwnAnswer, version: AnswerVersion, named: Iterable[AnswerVersion]
) -> Carried:
    """The further sources of a new version: those of which text remains in it.

    `named` are the sources that it is made from, which are credited in any case. The
    others are those of the answer's earlier versions and those behind the named ones.
    """
    earlier, first_numbers = _earlier_sources(version.answer)
    named_ids = {source.pk for source in named}
    sources = _Sources()
    sources.read({*earlier, *named_ids})
    said = _runs(_lines(own, version.content))
    by_author: dict[int, list[AnswerVersion]] = {}
    for source in sources.versions.values():
        by_author.setdefault(source.answer.author_id, []).append(source)
    by_author.pop(version.answer.author_id, None)
    found: list[AnswerVersion] = []
    for author_id, written in by_author.items():
        known = _before(own, version.answer, first_numbers.get(author_id))
        # The newest first: an older one is named for what only that one brought.
        written.sort(key=lambda each: (each.pk in named_ids, each.pk), reverse=True)
        for source in written:
            brought = (_brought(own, source, sources) & said) - known
            if brought and source.pk not in named_ids:
                found.append(source)
            known |= brought
    return Carried(found, _carried_suggestions(own, version, sources, said))


def _carried_suggestions(
    own: OwnAnswer, version: AnswerVersion, sources: _Sources, said: set[Run]
) -> list[Comment]:
    """The suggested wordings of which text remains.

    Those of the answer's earlier versions, and of all that it was made from. What the
    version that a suggestion is about had said is its author's.
    """
    links = (
        AnswerVersionSource.objects.filter(
            Q(version__answer=version.answer) | Q(version__in=sources.versions)
        )
        .exclude(Q(suggestion=None) | Q(suggestion__author=version.answer.author_id))
        .select_related("suggestion__version")
        .order_by("id")
    )
    found: dict[int, Comment] = {}
    for link in links:
        wording = cast(Comment, link.suggestion)
        about = cast(AnswerVersion, wording.version)
        brought = _telling(_lines(own, cast(Content, wording.suggestion)))
        if (brought & said) - _runs(_lines(own, about.content)):
            found[wording.pk] = wording
    return list(found.values())


def begun_from(own: OwnAnswer, answer: Answer, content: Content) -> list[AnswerVersion]:
    """The texts of an earlier plan that a first version was made from, if any.

    They came as its author’s draft (see actions/projects/copying.py), and are named
    while words of them remain, or where nothing was changed. One query.
    """
    links = EarlierText.objects.filter(answer=answer).select_related("source__answer")
    sources = [link.source for link in links.order_by("pk")]
    if not sources:
        return []
    said, unchanged = _runs(_lines(own, content)), digest(content)
    return [
        source
        for source in sources
        if source.content_digest == unchanged
        or _telling(_lines(own, source.content)) & said
    ]


def translated_sources(
    answer: Answer, note: Translation | None = None
) -> list[AnswerVersion]:
    """The texts of others that an answer is noted to translate, and what is in them.

    Of one's own text that is translated, what it has from others. `note` is the newest
    one, if it was just made. One query, and one for the note.
    """
    note = note or (
        Translation.objects.filter(version__answer=answer)
        .select_related("source__answer")
        .order_by("-id")
        .first()
    )
    if note is None:
        return []
    behind = AnswerVersion.objects.filter(derived_links__version=note.source)
    return [
        source
        for source in (note.source, *behind.select_related("answer"))
        if source.answer.author_id != answer.author_id
    ]


def _earlier_sources(answer: Answer) -> tuple[set[int], dict[int, int]]:
    """What the answer was made from so far: the ids of sources, and since when.

    ({source id}, {author id: the number of the first version that credits them}).
    """
    links = AnswerVersionSource.objects.filter(version__answer=answer)
    links = links.exclude(source=None)
    found: set[int] = set()
    first: dict[int, int] = {}
    for source_id, author_id, number in links.order_by("-version__number").values_list(
        "source_id", "source__answer__author_id", "version__number"
    ):
        found.add(source_id)
        first[author_id] = number
    return found, first


def _before(own: OwnAnswer, answer: Answer, number: int | None) -> set[Run]:
    """What the author's own text said before the version with this number, if any."""
    before = answer.versions.filter(number=number - 1).first() if number else None
    return _runs(_lines(own, before.content)) if before else set()


def _brought(own: OwnAnswer, source: AnswerVersion, sources: _Sources) -> set[Run]:
    """What a version says that it does not have from somebody else."""
    brought = _telling(_lines(own, source.content))
    for pk in sources.made_from.get(source.pk, ()):
        first_hand = sources.versions.get(pk)
        if (
            first_hand is not None
            and first_hand.answer.author_id != source.answer.author_id
        ):
            brought -= _runs(_lines(own, first_hand.content))
    return brought


def _lines(own: OwnAnswer, content: Content) -> list[Run]:
    """The words of each line of a text; of choices nothing, as nobody writes them."""
    fitting: Mapping[str, object] = conform_to_schema(content, own.parts)
    return [
        words
        for part in own.parts
        if part.key in fitting and part.kind != "choice"
        for line in blocks_to_text(
            KINDS[part.kind].blocks(content[part.key], part.options, own.language)
        ).splitlines()
        if (words := tuple(_WORD.findall(line.casefold())))
    ]


def _telling(lines: Iterable[Run]) -> set[Run]:
    """The runs by which a text is known: four words in a row, and shorter lines."""
    return {run for words in lines for run in _in_row(words, min(_RUN, len(words)))}


def _runs(lines: Iterable[Run]) -> set[Run]:
    """Every run of one to four words."""
    return {
        run
        for words in lines
        for length in range(1, _RUN + 1)
        for run in _in_row(words, length)
    }


def _in_row(words: Run, length: int) -> Iterator[Run]:
    return (words[start : start + length] for start in range(len(words) - length + 1))
