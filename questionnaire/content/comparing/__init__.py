"""The differences between two texts, described as a reader would describe them.

Paragraphs are aligned first, then words within them; see results.py for what
comes out.
"""

from questionnaire.content.comparing.paragraphs import compare_blocks
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
    "compare_blocks",
]
