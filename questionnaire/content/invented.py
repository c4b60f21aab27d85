"""What an answer that was started from an example still has of its made-up details.

A detail is gone as soon as its own words are: whoever wrote another name there has
filled the gap, whatever else is left of the example. Spaces and apostrophes count as
the same however they are written. static/questionnaire/js/answering/invented.js marks
the same passages; tests/vectors/invented.json has examples for both.
"""

import re
from collections.abc import Iterable

_SAME = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\u202f": " ", "\n": " ", "’": "'"})


def invented_left(text: str, passages: Iterable[str]) -> list[str]:
    """Those of the passages that stand in the text as words of their own, each once."""
    plain = text.translate(_SAME)
    return [
        passage
        for passage in dict.fromkeys(passages)
        if re.search(rf"(?<!\w){re.escape(passage.translate(_SAME))}(?!\w)", plain)
    ]
