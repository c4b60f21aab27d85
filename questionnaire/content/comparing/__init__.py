"""The differences between two texts, described as a reader would describe them.

Paragraphs are aligned first, wherever they stand, then words within them; see
results.py for what comes out.
"""

from questionnaire.content.comparing.lines import count_each_word
from questionnaire.content.comparing.paragraphs import (
    block_key,
    compare_blocks,
    pair_blocks,
)
from questionnaire.content.comparing.results import (
    Comparison,
    LineChange,
    ParagraphChange,
    WordChange,
)

__all__ = [
    "Comparison",
    "LineChange",
    "ParagraphChange",
    "WordChange",
    "block_key",
    "compare_blocks",
    "count_each_word",
    "pair_blocks",
]
