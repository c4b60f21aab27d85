"""Several texts passage by passage: who says what, in which words.

As editors collate the witnesses of a text: passages stand in the order of the first
text, and what a later one adds stands beside its neighbour there.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeAlias

from questionnaire.content.blocks import Block
from questionnaire.content.comparing import block_key, pair_blocks
from questionnaire.content.prose import blocks_to_text

# Words with which two pieces begin alike that stand at the same place: they are rival
# wordings even if the rest differs.
_BEGINNING = 4
# How many words may be looked at to find what is alike; once spent, only what is
# equal belongs together.
_WORDS_LOOKED_AT = 20_000_000


@dataclass(frozen=True)
class Variant:
    """One wording of a passage, and which texts have it, word for word.

    `places` are the positions of its blocks in the first of these texts. There are
    several where another text says in one paragraph what this one divides.
    """

    texts: tuple[int, ...]
    places: tuple[int, ...]


@dataclass(frozen=True)
class Passage:
    """What texts say of the same thing; the wording of the first text comes first."""

    variants: tuple[Variant, ...]

    @property
    def texts(self) -> tuple[int, ...]:
        """The texts that say anything of it, in order."""
        return tuple(sorted(text for each in self.variants for text in each.texts))


def collate(
    texts: Iterable[Sequence[Block]], *, is_divisible: bool = True
) -> tuple[Passage, ...]:
    """The passages of texts in one language; each block belongs to exactly one.

    Each text is aligned once with what the ones before it say. In very long texts that
    have little in common, only equal passages are found, not those that are alike.
    Without `is_divisible` every text is one wording of one passage.
    """
    collation = _Collation()
    for number, text in enumerate(texts):
        witness = [_Piece(number, place, block) for place, block in enumerate(text)]
        if is_divisible:
            collation.add(witness)
        else:
            collation.add_whole(witness)
    return tuple(draft.passage() for draft in collation.drafts)


@dataclass(frozen=True, eq=False)
class _Piece:
    """A block of one text with what it is found again by."""

    text: int
    place: int
    block: Block

    @cached_property
    def key(self) -> Hashable:
        return block_key(self.block)

    @cached_property
    def words(self) -> list[str]:
        return blocks_to_text((self.block,)).casefold().split()

    @cached_property
    def phrases(self) -> frozenset[Hashable]:
        return frozenset(pairwise(self.words) if self.words[1:] else self.words)

    @property
    def beginning(self) -> list[str] | None:
        return self.words[:_BEGINNING] if len(self.words) > _BEGINNING else None


_Witness: TypeAlias = Sequence[_Piece]


class _Draft:
    """A passage in the making."""

    def __init__(self, pieces: Iterable[_Piece] = ()) -> None:
        self.pieces = list(pieces)
        self.joined_to: _Draft | None = None

    @property
    def whole(self) -> "_Draft":
        """Itself, or the passage that it has become a part of."""
        return self.joined_to.whole if self.joined_to else self

    def join(self, other: "_Draft") -> None:
        if other is not self:
            self.pieces += other.pieces
            other.joined_to = self

    def wordings(self) -> dict[Hashable, list[list[_Piece]]]:
        """{words: what each text with these words has of it}, the first text first."""
        by_text: dict[int, list[_Piece]] = {}
        for piece in sorted(self.pieces, key=lambda each: (each.text, each.place)):
            by_text.setdefault(piece.text, []).append(piece)
        found: dict[Hashable, list[list[_Piece]]] = {}
        for pieces in by_text.values():
            found.setdefault(tuple(each.key for each in pieces), []).append(pieces)
        return found

    def passage(self) -> Passage:
        return Passage(
            tuple(
                Variant(
                    tuple(pieces[0].text for pieces in alike),
                    tuple(piece.place for piece in alike[0]),
                )
                for alike in self.wordings().values()
            )
        )

    def nearest(self, phrases: frozenset[Hashable]) -> list[_Piece]:
        """The wording that has most of these phrases."""
        wordings = [alike[0] for alike in self.wordings().values()]
        if len(wordings) == 1:
            return wordings[0]
        return max(wordings, key=lambda pieces: _share(_phrases(pieces), phrases))

    def begins(self, beginning: list[str]) -> bool:
        return any(piece.beginning == beginning for piece in self.pieces)


class _Collation:
    """The passages of the texts so far."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.words_left = _WORDS_LOOKED_AT

    def add_whole(self, witness: _Witness) -> None:
        """Add a text that is one wording as a whole."""
        if witness:
            self.drafts = self.drafts or [_Draft()]
            self.drafts[0].pieces += witness

    def add(self, witness: _Witness) -> None:
        """Add a text piece by piece: to passages that are there, or as new ones."""
        found = self._align(witness)
        self.drafts = [draft for draft in self.drafts if draft.joined_to is None]
        found.update(self._alike_at_the_beginning(witness, found))
        before: list[_Draft] = []
        following: dict[_Draft, list[_Draft]] = {}
        neighbour = None
        for piece in witness:
            if piece in found:
                neighbour = found[piece]
                neighbour.pieces.append(piece)
            elif neighbour:
                following.setdefault(neighbour, []).append(_Draft([piece]))
            else:
                before.append(_Draft([piece]))
        first = next((found[piece] for piece in witness if piece in found), None)
        self.drafts = [
            *chain.from_iterable(
                (*(before if draft is first else ()), draft, *following.get(draft, ()))
                for draft in self.drafts
            ),
            # Of a text that has nothing in common with the others.
            *(() if first else before),
        ]

    def _align(self, witness: _Witness) -> dict[_Piece, _Draft]:
        """The passages that pieces belong to by their likeness.

        Where this text says in one paragraph what others divide, passages are joined.
        """
        phrases = _phrases(witness)
        known = [
            (draft, piece) for draft in self.drafts for piece in draft.nearest(phrases)
        ]
        self.words_left -= _cost([piece for _draft, piece in known], witness)
        if self.words_left < 0:
            return _equal(known, witness)
        pairs = pair_blocks(
            [piece.block for _draft, piece in known], [each.block for each in witness]
        )
        found: dict[_Piece, _Draft] = {}
        for theirs, ours in pairs:
            if not (theirs and ours):
                continue
            first = known[theirs[0]][0].whole
            for place in theirs[1:]:
                first.join(known[place][0].whole)
            found.update({witness[place]: first for place in ours})
        return {piece: draft.whole for piece, draft in found.items()}

    def _alike_at_the_beginning(
        self, witness: _Witness, found: dict[_Piece, _Draft]
    ) -> Iterator[tuple[_Piece, _Draft]]:
        """What else begins alike between the same neighbours."""
        order = {draft: index for index, draft in enumerate(self.drafts)}
        matched = set(found.values())
        start = 0
        for piece in witness:
            if piece in found:
                start = order[found[piece]] + 1
                continue
            for index in range(start, len(self.drafts)):
                draft = self.drafts[index]
                if draft in matched:
                    break
                if piece.beginning and draft.begins(piece.beginning):
                    yield piece, draft
                    start = index + 1
                    break


def _phrases(pieces: Iterable[_Piece]) -> frozenset[Hashable]:
    return frozenset[Hashable]().union(*(piece.phrases for piece in pieces))


def _share(own: frozenset[Hashable], others: frozenset[Hashable]) -> float:
    return len(own & others) / (len(own) or 1)


def _cost(known: Sequence[_Piece], witness: _Witness) -> int:
    """How many words are looked at to align what is not equal."""
    old_keys, new_keys = ({each.key for each in side} for side in (known, witness))
    old = [len(each.words) for each in known if each.key not in new_keys]
    new = [len(each.words) for each in witness if each.key not in old_keys]
    return sum(old) * len(new) + sum(new) * len(old)


def _equal(
    known: Iterable[tuple[_Draft, _Piece]], witness: _Witness
) -> dict[_Piece, _Draft]:
    """The passages that pieces belong to because they are equal, in order."""
    by_key: dict[Hashable, list[_Draft]] = {}
    for draft, piece in known:
        by_key.setdefault(piece.key, []).append(draft)
    return {
        piece: by_key[piece.key].pop(0) for piece in witness if by_key.get(piece.key)
    }
