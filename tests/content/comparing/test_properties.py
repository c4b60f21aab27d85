"""What is true of every comparison, of texts that Hypothesis makes up."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.content.blocks import (
    Column,
    List,
    Paragraph,
    Quotation,
    Run,
    Table,
    rows_apart,
)
from questionnaire.content.comparing import compare_blocks
from questionnaire.content.comparing.lines import lines_of
from questionnaire.content.comparing.tokens import normalise

TEXTS = st.lists(
    st.sampled_from(
        ["l’", "l'", "eau", "de", " ", "\u00a0", "\u202f", "é", "e\u0301", ",", "3,5"]
        + ["\n", "\u200b", "1 200", "“", "WAV"]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)
RUNS = st.builds(
    Run,
    TEXTS,
    bold=st.booleans(),
    italic=st.booleans(),
    href=st.sampled_from([None, "https://a.ca/"]),
)
CELLS = st.lists(RUNS, max_size=2).map(tuple)
PARAGRAPHS = st.builds(Paragraph, st.lists(RUNS, max_size=3).map(tuple))
TEXT_BLOCKS = st.recursive(
    PARAGRAPHS,
    lambda inner: (
        st.builds(Quotation, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            List,
            st.lists(st.lists(inner, max_size=2).map(tuple), max_size=3).map(tuple),
            ordered=st.booleans(),
            start=st.sampled_from([1, 5]),
        )
    ),
    max_leaves=5,
)
COLUMNS = (Column("a", "A"), Column("b", "B", is_number=True))
TABLES = st.builds(
    Table, st.just(COLUMNS), st.lists(st.tuples(CELLS, CELLS), max_size=4).map(tuple)
)
ANSWERS = st.lists(TEXT_BLOCKS | TABLES, max_size=5).map(tuple)
# Words that no two paragraphs share, as many as recognise a paragraph.
WORDS = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9),
    min_size=40,
    max_size=60,
    unique=True,
)


def shown(comparison, side):
    """[[(marker, text) of each line] of each change] on a side, "old" or "new"."""
    return [
        list(_lines(change, side))
        for change in comparison.paragraphs
        if getattr(change, f"{side}_blocks")
    ]


def _lines(change, side):
    for line in change.lines:
        if not getattr(line, f"is_in_{side}"):
            continue
        place = line.former_structure if side == "old" else line.structure
        marker, text = place.marker, ""
        for word in getattr(line, f"{side}_words"):
            if word.is_break:
                yield marker, text
                marker, text = word.next_line.marker, ""
            else:
                text += word.text
        yield marker, text


def written(blocks):
    return [(line.structure.marker, line.text) for b in blocks for line in lines_of(b)]


@given(ANSWERS, ANSWERS)
def test_every_block_of_either_side_is_there_once_and_in_order(old, new):
    changes = compare_blocks(old, new).paragraphs

    assert tuple(b for c in changes for b in c.old_blocks) == rows_apart(old)
    assert tuple(b for c in changes for b in c.new_blocks) == rows_apart(new)


@given(ANSWERS, ANSWERS)
def test_each_side_can_be_read_from_the_comparison_to_the_letter(old, new):
    comparison = compare_blocks(old, new)

    for side in ("old", "new"):
        blocks = [
            getattr(change, f"{side}_blocks")
            for change in comparison.paragraphs
            if getattr(change, f"{side}_blocks")
        ]
        assert shown(comparison, side) == [written(each) for each in blocks]


@given(ANSWERS)
def test_a_text_equals_itself(answer):
    comparison = compare_blocks(answer, answer)

    assert comparison.is_equal
    assert comparison.changes == ()
    assert (comparison.added, comparison.removed) == (0, 0)


@given(ANSWERS, ANSWERS)
def test_texts_that_are_called_equal_read_the_same(old, new):
    if compare_blocks(old, new).is_equal:
        assert [
            (marker, normalise(text)) for marker, text in written(rows_apart(old))
        ] == [(marker, normalise(text)) for marker, text in written(rows_apart(new))]


@given(st.lists(TEXT_BLOCKS, max_size=4), st.data())
def test_kinds_of_apostrophes_quotation_marks_and_spaces_make_no_difference(
    blocks, data
):
    same = {"'": "'’", "’": "'’", '"': '"“”', "“": '"“”', " ": " \u00a0"}

    def other(text):
        return "".join(data.draw(st.sampled_from(same.get(s, s))) for s in text)

    def retyped(block):
        if isinstance(block, Paragraph):
            runs = (Run(other(r.text), r.bold, r.italic, r.href) for r in block.runs)
            return Paragraph(tuple(runs))
        if isinstance(block, Quotation):
            return Quotation(tuple(map(retyped, block.blocks)))
        items = tuple(tuple(map(retyped, item)) for item in block.items)
        return List(items, block.ordered, block.start)

    comparison = compare_blocks(blocks, tuple(map(retyped, blocks)))

    assert comparison.is_equal
    assert (comparison.added, comparison.removed) == (0, 0)


# --- Moved and changed ----------------------------------------------------------


def as_paragraphs(texts):
    return tuple(Paragraph((Run(text),)) for text in texts)


def as_items(texts):
    return (List(tuple((Paragraph((Run(text),)),) for text in texts)),)


def as_rows(texts):
    """The first five words are the first cell."""
    rows = (text.split(" ", 5) for text in texts)
    return (
        Table(
            (Column("a", "A"), Column("b", "B")),
            tuple(((Run(" ".join(row[:5])),), (Run(row[5]),)) for row in rows),
        ),
    )


@given(WORDS, st.data(), st.sampled_from([as_paragraphs, as_items, as_rows]))
def test_what_moved_and_changed_is_never_deleted_and_added(words, data, as_blocks):
    texts = [" ".join(words[k : k + 10]) for k in range(0, len(words) - 9, 10)]
    start, end = data.draw(
        st.lists(st.integers(0, len(texts) - 1), min_size=2, max_size=2, unique=True)
    )
    changed = data.draw(st.lists(st.integers(5, 9), max_size=3, unique=True))
    moved = [
        f"other{k}" if k in changed else word
        for k, word in enumerate(texts[start].split())
    ]
    others = [text for text in texts if text != texts[start]]
    new = [*others[:end], " ".join(moved), *others[end:]]

    comparison = compare_blocks(as_blocks(texts), as_blocks(new))

    assert not [
        each
        for change in comparison.paragraphs
        for each in (change, *change.lines)
        if each.kind in ("added", "removed") and not (each.is_moved or change.is_moved)
    ]
    assert (comparison.added, comparison.removed) == (len(changed), len(changed))
