"""Word by word: what changed within one paragraph."""

from dataclasses import dataclass, replace
from itertools import groupby

from questionnaire.content.comparing.aligning import common_ends, opcodes
from questionnaire.content.comparing.results import WordChange
from questionnaire.content.comparing.tokens import tokens

# So few words in common, between changes so much longer, are there by chance.
_FEW = 2
_TIMES_LONGER = 3
# The kinds of words that stayed but look otherwise.
_RESTYLED = ("emphasis", "link")


@dataclass
class Budget:
    """How much comparing word by word is still worth waiting for.

    Once spent, a changed paragraph is shown as removed and added as a whole.
    """

    left: int = 4_000_000

    def spend(self, cost):
        if cost > self.left:
            return False
        self.left -= cost
        return True


def one_sided(runs, kind):
    """All words of a paragraph, of one kind."""
    return _joined(
        WordChange(kind, run.text, run.bold, run.italic, run.href) for run in runs
    )


def compare_runs(old_runs, new_runs, budget):
    """The words of two paragraphs: each side is complete, in its own order."""
    if old_runs == new_runs:
        return one_sided(new_runs, "same")
    old, new = tokens(old_runs), tokens(new_runs)
    old_keys = [token.key for token in old]
    new_keys = [token.key for token in new]
    if not budget.spend(_cost(old_keys, new_keys)):
        return one_sided(old_runs, "removed") + one_sided(new_runs, "added")
    changes = []
    for tag, i1, i2, j1, j2 in _readable(opcodes(old_keys, new_keys)):
        if tag == "equal":
            for before, after in zip(old[i1:i2], new[j1:j2], strict=True):
                changes += _same_word(before, after)
        else:
            changes += _words(old[i1:i2], "removed")
            changes += _words(new[j1:j2], "added")
    return _joined(changes)


def _cost(old_keys, new_keys):
    same = sum(common_ends(old_keys, new_keys))
    return (len(old_keys) - same) * (len(new_keys) - same)


def _readable(codes):
    """Opcodes in which a word or two between two longer changes is part of them.

    A lone “of” that happens to stand in both would only scatter the marks.
    """
    codes = list(codes)
    result = []
    for index, (tag, *span) in enumerate(codes):
        is_between = tag == "equal" and 0 < index < len(codes) - 1
        if is_between and _is_lone(span, codes[index - 1], codes[index + 1]):
            tag = "replace"
        if result and tag != "equal" and result[-1][0] != "equal":
            _, i1, _, j1, _ = result.pop()
            span = [i1, span[1], j1, span[3]]
            tag = "replace"
        result.append((tag, *span))
    return result


def _is_lone(span, before, after):
    length = span[1] - span[0]
    return length <= _FEW and all(
        max(i2 - i1, j2 - j1) >= _TIMES_LONGER * length
        for _, i1, i2, j1, j2 in (before, after)
    )


def _same_word(before, after):
    if before == after or before.look == after.look:
        return _words([after], "same")
    look = before.pieces[0]
    kind = "emphasis" if before.hrefs == after.hrefs else "link"
    return [
        replace(
            word,
            old_bold=look.bold,
            old_italic=look.italic,
            old_href=next((href for href in before.hrefs if href), None),
        )
        if word.kind == kind
        else word
        for word in _words([after], kind)
    ]


def _words(some_tokens, kind):
    return [
        WordChange(
            # A bold space is nothing that anybody sees.
            "same" if kind in _RESTYLED and piece.text.isspace() else kind,
            piece.text,
            piece.bold,
            piece.italic,
            piece.href,
        )
        for token in some_tokens
        for piece in token.pieces
    ]


def _joined(changes):
    """Neighbours that fared alike and look alike, as one."""
    return tuple(
        alike[0]
        if len(alike) == 1
        else replace(alike[0], text="".join(change.text for change in alike))
        for alike in (list(group) for _, group in groupby(changes, key=_fate_and_look))
        if any(change.text for change in alike)
    )


def _fate_and_look(change):
    return (
        change.kind,
        (change.bold, change.italic, change.href),
        (change.old_bold, change.old_italic, change.old_href),
    )
