"""How much of a passage is left in a text that was made from it."""

import pytest

from questionnaire.content.blocks import Paragraph, Run
from questionnaire.content.remains import phrases_in, share_left


def left(passage, text):
    one, other = ((Paragraph((Run(each),)),) for each in (passage, text))
    return share_left(one, phrases_in(other))


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("Les copies sont gardées 30 jours.", "Les copies sont gardées 14 jours, ici."),
        ("Borealis.", "Dans Borealis, puis ailleurs."),
        ("L’équipe décide, puis écrit.", "L'équipe décide puis écrit autre chose."),
    ],
)
def test_a_passage_that_was_edited_is_still_there(passage, text):
    assert left(passage, text) >= 0.5


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("Les copies sont gardées 30 jours.", "Nous gardons tout, les notes aussi."),
        ("Les copies sont gardées 30 jours.", ""),
        ("Borealis.", "Dans Zenodo."),
        ("…", "Tout."),
    ],
)
def test_a_passage_of_which_no_words_in_a_row_are_left_is_gone(passage, text):
    assert left(passage, text) < 0.25
