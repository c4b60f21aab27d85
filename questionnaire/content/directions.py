"""Controls of direction in prose, kept within their paragraph.

People paste them unawares: Windows puts one before the paths that it shows, telephones
around numbers. In an answer they are kept as they came; one that is not closed is
closed at the end of its paragraph, and a mark that closes nothing is left out where the
text is shown, so that they never turn what stands beside it: another word of a
comparison, the next cell, a name.
"""

from collections.abc import Iterable
from dataclasses import replace

from questionnaire.content.blocks import Run

_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSED_BY = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
_CONTROLS = frozenset(_CLOSED_BY) | {_POP_EMBEDDING, _POP_ISOLATE}


def contained(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs of one paragraph, whose controls of direction end with it."""
    runs = tuple(runs)
    if not any(_CONTROLS.intersection(run.text) for run in runs):
        return runs
    waiting: list[str] = []  # what closes the controls that are open, the last one last
    kept = [replace(run, text=_followed(run.text, waiting)) for run in runs]
    kept[-1] = replace(kept[-1], text=kept[-1].text + "".join(reversed(waiting)))
    return tuple(run for run in kept if run.text)


def _followed(text: str, waiting: list[str]) -> str:
    kept = []
    for each in text:
        if each in _CLOSED_BY:
            waiting.append(_CLOSED_BY[each])
        elif each in (_POP_EMBEDDING, _POP_ISOLATE):
            if each not in waiting:
                continue
            # Closing an isolate closes what was opened inside it.
            while (closed := waiting.pop()) != each:
                kept.append(closed)
        kept.append(each)
    return "".join(kept)
