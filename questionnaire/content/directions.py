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
    open_controls = _OpenControls()
    kept = [replace(run, text=open_controls.follow(run.text)) for run in runs]
    kept[-1] = replace(kept[-1], text=kept[-1].text + open_controls.closed())
    return tuple(run for run in kept if run.text)


class _OpenControls:
    """What closes the controls that are open: in order, and how many of each."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        # A text may open as many as it has characters: nothing looks through them.
        self._counts = dict.fromkeys((_POP_EMBEDDING, _POP_ISOLATE), 0)

    def follow(self, text: str) -> str:
        """The text without what closes nothing; what it leaves open is remembered."""
        kept = []
        for each in text:
            if each in _CLOSED_BY:
                self._waiting.append(_CLOSED_BY[each])
                self._counts[_CLOSED_BY[each]] += 1
            elif each in self._counts:
                if not self._counts[each]:
                    continue
                # Closing an isolate closes what was opened inside it.
                while (closed := self._close_last()) != each:
                    kept.append(closed)
            kept.append(each)
        return "".join(kept)

    def closed(self) -> str:
        """What closes all that is open."""
        return "".join(reversed(self._waiting))

    def _close_last(self) -> str:
        closed = self._waiting.pop()
        self._counts[closed] -= 1
        return closed
