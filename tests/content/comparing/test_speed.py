"""Long texts: compared within a bounded time, whatever changed."""

import time

from questionnaire.content.blocks import Paragraph, Run
from questionnaire.content.comparing import compare_blocks


def paragraph(text):
    return Paragraph((Run(text),))


def compared_within(seconds, old, new):
    """The comparison of two texts, which takes so much CPU at most."""
    start = time.process_time()
    comparison = compare_blocks(old, new)
    assert time.process_time() - start < seconds
    return comparison


def test_a_thousand_changed_paragraphs_are_compared_within_seconds():
    def text(word):
        return tuple(
            paragraph(" ".join(f"{word if k == 7 else 'w'}{n}x{k}" for k in range(60)))
            for n in range(1_000)
        )

    start = time.process_time()
    comparison = compare_blocks(text("old"), text("new"))
    elapsed = time.process_time() - start

    assert (comparison.added, comparison.removed) == (1_000, 1_000)
    assert elapsed < 3  # 0.6 s on a quiet machine


def test_a_huge_rewritten_paragraph_is_shown_as_a_whole():
    old = " ".join(f"{n}th old" for n in range(5_000))
    new = " ".join(f"{n}th new" for n in range(5_000))

    start = time.process_time()
    comparison = compare_blocks((paragraph(old),), (paragraph(new),))

    assert time.process_time() - start < 3
    assert [word.kind for word in comparison.paragraphs[0].words] == [
        "removed",
        "added",
    ]


def test_one_word_changed_in_a_huge_paragraph_is_all_that_is_marked():
    words = [f"mot{n}" for n in range(20_000)]
    old = " ".join(words)
    new = old.replace("mot777 ", "neuf ")

    comparison = compare_blocks((paragraph(old),), (paragraph(new),))

    assert (comparison.added, comparison.removed) == (1, 1)
