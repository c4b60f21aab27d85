"""A paragraph cut at its sentences, where another text has them in another order.

Words are compared in order. A paragraph that was divided while its sentences changed
places, or of which some were joined, would show whole sentences as deleted and added,
and hide the word that changed in them.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from questionnaire.content.comparing.likeness import is_part_of
from questionnaire.content.comparing.lines import Line
from questionnaire.content.comparing.tokens import cut_runs

_SENTENCE_END = re.compile(r"[.!?…;:]+[\s\u00a0]+")


def in_pieces(whole: Line, parts: Sequence[Line]) -> list[Line]:
    """The line cut into what stands in each of these parts, in its own order.

    Not at all where it has them in the order of the parts: then it is read as one.
    """
    sentences = _sentences(whole)
    place, places = 0, []
    for sentence in sentences:
        # What is nowhere else stays with what it stood after.
        place = _place(sentence, parts, place)
        places.append(place)
    if all(one <= other for one, other in pairwise(places)):
        return [whole]
    together = groupby(zip(places, sentences, strict=True), key=lambda each: each[0])
    return [
        Line(
            tuple(run for _place, sentence in found for run in sentence.runs),
            whole.structure,
        )
        for _place, found in together
    ]


def _sentences(line: Line) -> list[Line]:
    ends = [found.end() for found in _SENTENCE_END.finditer(line.text)]
    return [
        Line(runs, line.structure)
        for runs in cut_runs(line.runs, [*ends, len(line.text)])
        if runs
    ]


def _place(sentence: Line, parts: Sequence[Line], otherwise: int) -> int:
    """The position of the part that the sentence is most alike; else `otherwise`."""
    found = [
        (sentence.likeness(part), -position)
        for position, part in enumerate(parts)
        if is_part_of(sentence, part.passages)
    ]
    return -max(found)[1] if found else otherwise
