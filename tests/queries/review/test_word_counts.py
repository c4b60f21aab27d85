"""How many words differ between two answers, on cards and in the queue."""

import pytest

from questionnaire.queries.review.queue import LONGEST_COMPARED, count_word_changes


class Answer:
    key, kind, options = "answer", "prose", {}


@pytest.mark.parametrize("length", [10, LONGEST_COMPARED])
def test_the_shape_of_an_apostrophe_counts_no_word_however_long_the_text(length):
    filler = "mot " * (length // 4)
    old, new = (
        {"answer": f"<p>{filler}L{sign}équipe de l{sign}été</p>"} for sign in "'’"
    )

    assert count_word_changes(old, new, [Answer], "fr") == (0, 0)


@pytest.mark.parametrize("length", [10, LONGEST_COMPARED])
def test_a_paragraph_that_moved_and_changed_counts_the_changed_words_alone(length):
    filler = f"<p>{'mot ' * (length // 4)}</p>"
    old, new = (
        "<p>Le son est en WAV à 96 kHz pendant dix ans.</p>",
        "<p>Le son est en FLAC à 96 kHz pendant dix ans.</p>",
    )

    assert count_word_changes(
        {"answer": old + filler}, {"answer": filler + new}, [Answer], "fr"
    ) == (1, 1)
