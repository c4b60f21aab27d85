"""A translation beside its source: what is up to date, and what is not."""

import pytest

from questionnaire.content.prose import prose_blocks
from questionnaire.content.translating import TranslationState, pair_texts

UP, OUT, PART, TODO = (
    TranslationState.UP_TO_DATE,
    TranslationState.OUT_OF_DATE,
    TranslationState.IN_PROGRESS,
    TranslationState.TO_TRANSLATE,
)
FR = [
    "<p>Le projet produit trois jeux de données.</p>",
    "<p>Le sondage compte environ 900 répondantes et répondants.</p>",
    "<ul><li>Un livre de codes</li><li>Des scripts en R</li></ul>",
    "<p>Le volume total est d’environ 60 Go.</p>",
]
EN = [
    "<p>The project produces three datasets.</p>",
    "<p>The survey has about 900 respondents.</p>",
    "<ul><li>A codebook</li><li>Scripts in R</li></ul>",
    "<p>The total volume is about 60 GB.</p>",
]
CHANGED_FR = "<p>Le sondage compte environ 1 200 répondantes et répondants.</p>"
CHANGED_EN = "<p>The survey has about 1,200 respondents.</p>"


def pair(source_then, source, target_then, target, **options):
    return pair_texts(
        *(
            prose_blocks("".join(each))
            for each in (source_then, source, target_then, target)
        ),
        **options,
    )


def states(*texts):
    return [each.state for each in pair(*texts).paragraphs if each.change.new_blocks]


def test_a_translation_that_was_noted_is_up_to_date():
    paired = pair(FR, FR, EN, EN)

    assert [each.state for each in paired.paragraphs] == [UP] * 4
    assert [each.target for each in paired.paragraphs] == [0, 1, 2, 3]
    assert paired.state is UP
    assert paired.is_settled


def test_nothing_is_missing_of_a_text_that_was_said_to_be_whole_until_more_changes():
    """One paragraph fewer, which somebody who marked it up to date found enough."""
    whole = pair(FR, FR, EN[:3], EN[:3], was_whole=True)
    assert [each.state for each in whole.paragraphs] == [UP] * 4

    changed = [*FR[:3], "<p>Le volume total est d’environ 90 Go.</p>"]
    later = pair(FR, changed, EN[:3], EN[:3], was_whole=True)
    assert [each.state for each in later.paragraphs][:3] == [UP] * 3
    assert later.paragraphs[3].state is TODO

    shorter = pair(FR, FR, EN, EN[:2], was_whole=True)
    assert [each.state for each in shorter.paragraphs] == [UP, UP, TODO, TODO]
    begun = pair(FR, FR, EN[:3], EN[:3])
    assert [each.state for each in begun.paragraphs] == [UP, UP, UP, TODO]


def test_only_the_paragraph_whose_source_changed_is_out_of_date():
    now = [FR[0], CHANGED_FR, *FR[2:]]
    paired = pair(FR, now, EN, EN)

    assert [each.state for each in paired.paragraphs] == [UP, OUT, UP, UP]
    assert paired.state is OUT
    assert not paired.is_settled
    words = [(each.kind, each.text) for each in paired.paragraphs[1].change.words]
    assert ("removed", "900 ") in words
    assert any(kind == "added" and "200" in text for kind, text in words)


def test_what_was_changed_on_both_sides_is_in_progress_until_it_is_noted():
    now = [FR[0], CHANGED_FR, *FR[2:]]
    paired = pair(FR, now, EN, [EN[0], CHANGED_EN, *EN[2:]])

    assert [each.state for each in paired.paragraphs] == [UP, PART, UP, UP]
    assert paired.is_settled


def test_a_better_wording_of_the_translation_leaves_it_up_to_date():
    assert states(FR, FR, EN, [EN[0], CHANGED_EN, *EN[2:]]) == [UP] * 4


def test_a_paragraph_added_to_the_source_is_to_translate_where_it_stands():
    added = "<p>Les entrevues durent une heure.</p>"
    now = [*FR[:2], added, *FR[2:]]

    assert states(FR, now, EN, EN) == [UP, UP, TODO, UP, UP]
    assert not pair(FR, now, EN, EN).is_settled
    translated = [*EN[:2], "<p>Interviews last one hour.</p>", *EN[2:]]
    assert states(FR, now, EN, translated) == [UP, UP, PART, UP, UP]
    assert pair(FR, now, EN, translated).is_settled


def test_a_paragraph_that_is_gone_from_the_source_has_no_state_but_is_shown():
    paired = pair(FR, [FR[0], *FR[2:]], EN, EN)

    gone = [each for each in paired.paragraphs if not each.change.new_blocks]
    assert [each.state for each in gone] == [None]
    assert not paired.is_settled  # its translation is still there


def test_before_anything_is_translated_all_is_to_translate():
    paired = pair([], FR, [], [])

    assert {each.state for each in paired.paragraphs} == {TODO}
    assert paired.state is TODO


def test_what_is_being_typed_is_in_progress_in_the_order_of_the_source():
    assert states([], FR, [], EN[:2]) == [PART, PART, TODO, TODO]


def test_of_a_text_translated_in_part_the_end_is_still_to_translate():
    paired = pair(FR, FR, EN[:2], EN[:2])

    assert [each.state for each in paired.paragraphs] == [UP, UP, TODO, TODO]
    assert paired.state is PART
    assert paired.is_settled


def test_a_translation_that_was_deleted_is_to_translate_again():
    assert states(FR, FR, EN, [EN[0], *EN[2:]]) == [UP, TODO, UP, UP]


def test_a_moved_paragraph_keeps_its_translation():
    now = [*FR[1:], FR[0]]

    assert set(states(FR, now, EN, EN)) == {UP}


def test_a_moved_paragraph_that_was_changed_as_well_is_out_of_date():
    paired = pair(FR, [CHANGED_FR, FR[0], *FR[2:]], EN, EN)

    assert [each.state for each in paired.paragraphs if each.change.new_blocks] == [
        OUT,
        UP,
        UP,
        UP,
    ]


def test_paragraphs_joined_in_translating_are_not_paired_with_others():
    source = [FR[0], FR[1], FR[3]]
    joined = ["".join([EN[0], EN[1], EN[3]]).replace("</p><p>", " ")]

    assert not pair(source, source, joined, joined).is_paired
    assert pair(source, source, EN[:2], EN[:2]).is_paired


@pytest.mark.parametrize(
    ("target", "state"), [(EN[0:1] * 6, OUT), ([*EN[0:1] * 5, CHANGED_EN], PART)]
)
def test_texts_of_other_shapes_are_judged_as_wholes(target, state):
    paired = pair(FR, [FR[0], CHANGED_FR, *FR[2:]], EN[0:1] * 6, target)

    assert not paired.is_paired
    assert {each.state for each in paired.paragraphs} == {None}
    assert paired.state is state
    assert not paired.is_settled


def test_texts_of_other_shapes_are_up_to_date_while_the_source_stays():
    paired = pair(FR, FR, EN[0:1] * 6, EN[0:1] * 6)

    assert paired.state is UP
    assert paired.is_settled


def test_without_a_source_there_is_nothing_to_say():
    assert pair([], [], [], EN).state is None
