"""Word by word: what changed within one paragraph."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from questionnaire.content.blocks import Run
from questionnaire.content.comparing.lines import Line
from questionnaire.content.comparing.results import WordChange
from questionnaire.content.comparing.sequences import Opcode, common_ends, opcodes
from questionnaire.content.comparing.tokens import (
    Style,
    Token,
    line_break,
    style_of,
    tokens,
)

# So few words in common, between changes so much longer, are a coincidence.
_FEW = 2
_TIMES_LONGER = 3
# The kinds of words that stayed but changed their style.
_RESTYLED = ("emphasis", "link")


@dataclass
class Budget:
    """How much more work comparing word by word may take.

    Once spent, a changed paragraph is shown as removed and added as a whole.
    """

    left: int = 4_000_000

    def spend(self, cost: int) -> bool:
        if cost > self.left:
            return False
        self.left -= cost
        return True


def one_sided(runs: Sequence[Run], kind: str) -> tuple[WordChange, ...]:
    """All words of a paragraph, of one kind."""
    return _joined(WordChange(kind, run.text, *style_of(run)) for run in runs)


def compare_words(
    old_lines: Sequence[Line], new_lines: Sequence[Line], budget: Budget
) -> tuple[WordChange, ...]:
    """The words of a line on both sides, each complete and in its own order.

    Several lines of one side, which are one on the other, have breaks between them.
    """
    if [line.runs for line in old_lines] == [line.runs for line in new_lines]:
        return one_sided(new_lines[0].runs, "same")
    old, new = _tokens(old_lines), _tokens(new_lines)
    if not (old and new):
        return _with_blank_sides(old_lines, new_lines)
    old_keys = [token.key for token in old]
    new_keys = [token.key for token in new]
    if not budget.spend(_cost(old_keys, new_keys)):
        return _joined((*_words(old, "removed"), *_words(new, "added")))
    changes: list[WordChange] = []
    for tag, i1, i2, j1, j2 in _readable(opcodes(old_keys, new_keys)):
        if tag == "equal":
            changes += _same_words(old[i1:i2], new[j1:j2])
        else:
            changes += _words(old[i1:i2], "removed")
            changes += _words(new[j1:j2], "added")
    return _joined(changes)


def _tokens(lines: Sequence[Line]) -> list[Token]:
    found = tokens(lines[0].runs)
    for line in lines[1:]:
        found.append(line_break(line.structure))
        found += tokens(line.runs)
    return found


def _with_blank_sides(
    old_lines: Sequence[Line], new_lines: Sequence[Line]
) -> tuple[WordChange, ...]:
    """Both sides where one at least has nothing but spaces, if so much."""
    old = [run for line in old_lines for run in line.runs]
    new = [run for line in new_lines for run in line.runs]
    if not (_tokens(old_lines) or _tokens(new_lines)):
        text, old_text = ("".join(run.text for run in side) for side in (new, old))
        return _joined([WordChange("same", text, old_text=old_text)])
    return one_sided(old, "removed") + one_sided(new, "added")


def _cost(old_keys: Sequence[str], new_keys: Sequence[str]) -> int:
    same = sum(common_ends(old_keys, new_keys))
    return (len(old_keys) - same) * (len(new_keys) - same)


def _readable(codes: Iterable[Opcode]) -> list[Opcode]:
    """Opcodes in which a word or two between two longer changes is part of them.

    A lone “of” that happens to be in both would only scatter the marks.
    """
    codes = list(codes)
    result: list[Opcode] = []
    for index, code in enumerate(codes):
        tag, i1, i2, j1, j2 = code
        is_between = tag == "equal" and 0 < index < len(codes) - 1
        if is_between and _is_lone(code, codes[index - 1], codes[index + 1]):
            tag = "replace"
        if result and tag != "equal" and result[-1][0] != "equal":
            _, i1, _, j1, _ = result.pop()
            tag = "replace"
        result.append((tag, i1, i2, j1, j2))
    return result


def _is_lone(code: Opcode, before: Opcode, after: Opcode) -> bool:
    length = code[2] - code[1]
    return length <= _FEW and all(
        max(i2 - i1, j2 - j1) >= _TIMES_LONGER * length
        for _, i1, i2, j1, j2 in (before, after)
    )


def _same_words(old: list[Token], new: list[Token]) -> Iterator[WordChange]:
    """Words that are the same, perhaps in another style."""
    pairs = zip(old, new, strict=True)
    for style, some in groupby(pairs, key=_shared_style):
        if style is None:
            for before, after in some:
                yield from _restyled_word(before, after)
            continue
        alike = list(some)
        text = "".join(after.text for _before, after in alike)
        old_text = "".join(before.text for before, _after in alike)
        yield WordChange(
            "same", text, *style, old_text=None if old_text == text else old_text
        )


def _shared_style(pair: tuple[Token, Token]) -> Style | None:
    before, after = pair
    return after.style if before.style == after.style else None


def _restyled_word(before: Token, after: Token) -> list[WordChange]:
    if before.look == after.look:
        return _with_old_text(_words([after], "same"), before)
    look = before.runs[0]
    kind = "emphasis" if before.hrefs == after.hrefs else "link"
    words = [
        replace(
            word,
            old_bold=look.bold,
            old_italic=look.italic,
            old_href=next((href for href in before.hrefs if href), None),
            old_script=look.script,
        )
        if word.kind == kind
        else word
        for word in _words([after], kind)
    ]
    return _with_old_text(words, before)


def _with_old_text(words: list[WordChange], before: Token) -> list[WordChange]:
    """The pieces of a word that looks the same, with its old apostrophes and spaces."""
    if before.text == "".join(word.text for word in words):
        return words
    if len(words) == len(before.runs):
        old_texts = [run.text for run in before.runs]
    else:
        old_texts = [before.text, *[""] * (len(words) - 1)]
    return [
        replace(word, old_text=old_text)
        for word, old_text in zip(words, old_texts, strict=True)
    ]


def _words(some_tokens: Iterable[Token], kind: str) -> list[WordChange]:
    words: list[WordChange] = []
    for style, some in groupby(some_tokens, key=lambda token: token.style):
        if style is not None and kind not in _RESTYLED:
            text = "".join(token.text for token in some)
            words.append(WordChange(kind, text, *style))
            continue
        words += [
            WordChange(
                # Nobody can see a bold space.
                "same" if kind in _RESTYLED and run.text.isspace() else kind,
                run.text,
                *style_of(run),
                next_line=token.next_line,
            )
            for token in some
            for run in token.runs
        ]
    return words


def _joined(changes: Iterable[WordChange]) -> tuple[WordChange, ...]:
    """The changes, with neighbours of the same change and style joined."""
    return tuple(
        alike[0] if len(alike) == 1 else _as_one(alike)
        for alike in (list(group) for _, group in groupby(changes, key=_fate_and_look))
        if any(change.text or change.old_text for change in alike)
    )


def _as_one(alike: list[WordChange]) -> WordChange:
    text = "".join(change.text for change in alike)
    old_text = "".join(
        change.text if change.old_text is None else change.old_text for change in alike
    )
    return replace(alike[0], text=text, old_text=None if old_text == text else old_text)


def _fate_and_look(change: WordChange) -> tuple[str, Style, Style, int]:
    return (
        change.kind,
        (change.bold, change.italic, change.href, change.script),
        (change.old_bold, change.old_italic, change.old_href, change.old_script),
        # Each break stays by itself.
        id(change) if change.is_break else 0,
    )
