"""Passages of two languages facing each other: a guess by their place."""

from questionnaire.content.blocks import Paragraph, Run
from questionnaire.content.facing import face


def passages(*texts):
    return [(Paragraph((Run(text),)),) for text in texts]


FRENCH = passages(
    "La copie de travail se trouve sur le lecteur réseau.",
    "Le service en fait une sauvegarde chaque nuit et la garde 30 jours.",
    "Une troisième copie est déposée dans Borealis.",
)


def test_the_first_faces_the_first_where_nothing_says_otherwise():
    english = passages("The working copy.", "A nightly backup.", "A third copy.")

    assert face(FRENCH, english) == [(0, 0), (1, 1), (2, 2)]
    assert face(FRENCH, english[:1]) == [(0, 0), (1, None), (2, None)]
    assert face(FRENCH[:1], english) == [(0, 0), (None, 1), (None, 2)]


def test_numbers_and_names_say_which_passage_has_nothing_opposite():
    english = passages("Versions are kept for 30 days.", "A third copy is in Borealis.")

    assert face(FRENCH, english) == [(0, None), (1, 0), (2, 1)]
    assert face(english, FRENCH) == [(None, 0), (0, 1), (1, 2)]


def test_they_outweigh_the_place_where_both_have_as_many():
    english = passages(
        "Versions are kept for 30 days.", "A third copy is in Borealis.", "The end."
    )
    assert face(FRENCH, english) == [(0, None), (1, 0), (2, 1), (None, 2)]


def test_one_language_alone_faces_nothing():
    assert face(FRENCH, []) == [(0, None), (1, None), (2, None)]
    assert face([], []) == []


def test_very_many_passages_face_each_other_by_place_at_once():
    many = passages(*(f"Ligne {number}" for number in range(500)))

    assert face(many, many[1:])[:2] == [(0, 0), (1, 1)]
