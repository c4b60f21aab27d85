"""A translation beside its source, for random texts: what is said of it is true."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.content.prose import prose_blocks
from questionnaire.content.translating import TranslationState, pair_texts

WORDS = st.sampled_from("lichen nord mémoire 900 60 Go sondage R entrevue".split())
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
ITEMS = st.lists(PARAGRAPH, min_size=1, max_size=3)
BLOCK = st.one_of(
    PARAGRAPH.map("<p>{}</p>".format),
    ITEMS.map(lambda items: "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"),
)
TEXT = st.lists(BLOCK, max_size=6).map("".join)


def pair(*texts):
    return pair_texts(*map(prose_blocks, texts))


@given(TEXT, TEXT, TEXT, TEXT)
def test_every_paragraph_of_the_source_is_there_once_and_in_order(
    one, two, three, four
):
    paired = pair(one, two, three, four)

    said = [block for each in paired.paragraphs for block in each.blocks]
    assert said == list(prose_blocks(two))


@given(TEXT, TEXT, TEXT, TEXT)
def test_no_paragraph_of_a_translation_stands_for_two(one, two, three, four):
    paired = pair(one, two, three, four)

    targets = [each.target for each in paired.paragraphs if each.target is not None]
    assert len(targets) == len(set(targets))
    assert all(0 <= each < len(prose_blocks(four)) for each in targets)


@given(TEXT, TEXT)
def test_what_was_noted_and_has_not_changed_is_never_out_of_date(source, target):
    paired = pair(source, source, target, target)

    assert TranslationState.OUT_OF_DATE not in {
        paired.state,
        *(each.state for each in paired.paragraphs),
    }


@given(TEXT, TEXT, TEXT)
def test_a_translation_that_stands_is_not_settled_over_changed_words(
    before, after, target
):
    paired = pair(before, after, target, target)

    changed = any(
        each.has_changed and each.target is not None for each in paired.paragraphs
    )
    assert not (changed and paired.is_settled)
