"""Long texts: compared within a bounded time, whatever changed."""

import random
import time

import pytest

from questionnaire.content.blocks import Column, Paragraph, Run, Table
from questionnaire.content.comparing import compare_blocks


def paragraph(text):
    return Paragraph((Run(text),))


def compared_within(seconds, old, new):
    """The comparison of two texts, which takes so much CPU at most."""
    start = time.process_time()
    comparison = compare_blocks(old, new)
    assert time.process_time() - start < seconds
    return comparison


def many(count, words, *, seed=1):
    """Paragraphs of random words, of which few are frequent, as in a language."""
    chance = random.Random(seed)
    vocabulary = [f"mot{n}" for n in range(4_000)]
    weights = [1 / (n + 1) for n in range(4_000)]
    return [
        " ".join(chance.choices(vocabulary, weights, k=words)) for _ in range(count)
    ]


def blocks(texts):
    return tuple(map(paragraph, texts))


def with_a_word_changed(texts):
    return [text + f" neuf{n}" for n, text in enumerate(texts)]


def shuffled(items):
    return random.Random(2).sample(items, len(items))


def test_107_kilobytes_changed_everywhere_show_the_changed_words_alone():
    texts = many(280, 65)
    comparison = compared_within(3, blocks(texts), blocks(with_a_word_changed(texts)))

    assert sum(map(len, texts)) > 107_000
    assert (comparison.added, comparison.removed) == (280, 0)


def test_107_kilobytes_of_another_text_are_compared_within_seconds():
    compared_within(3, blocks(many(280, 65)), blocks(many(280, 65, seed=9)))


def test_five_hundred_paragraphs_shuffled_and_changed_are_all_found_again():
    texts = many(500, 35)
    comparison = compared_within(
        3, blocks(texts), blocks(shuffled(with_a_word_changed(texts)))
    )

    assert (comparison.added, comparison.removed) == (500, 0)


def test_four_thousand_short_paragraphs_of_the_same_words_are_no_trap():
    pairs = [f"{a} {b}" for a in "abcdefgh" for b in "ijklmnop"]
    chance = random.Random(3)
    old, new = ([chance.choice(pairs) for _ in range(4_000)] for _side in range(2))

    compared_within(6, blocks(old), blocks(new))


def test_ten_thousand_lines_joined_into_one_are_compared_within_seconds():
    lines = [f"ligne {n}" for n in range(10_000)]

    compared_within(6, blocks(lines), blocks([" ".join(lines)]))


@pytest.mark.parametrize("order", [list, shuffled])
def test_five_hundred_rows_changed_in_one_cell_each_are_all_found_again(order):
    columns = (Column("a", "A"), Column("b", "B"), Column("c", "C"))

    def table(rows):
        return (Table(columns, tuple(tuple((Run(c),) for c in row) for row in rows)),)

    rows = [(f"Relevé {n}", str(n % 7), "CSV") for n in range(500)]
    changed = [(*row[:2], "TIFF") for row in rows]
    comparison = compared_within(3, table(rows), table(order(changed)))

    assert (comparison.added, comparison.removed) == (500, 500)


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
