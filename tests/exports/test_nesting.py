"""Lists and quotations that are nested too deeply for paper."""

from questionnaire.content.blocks import List, Paragraph, Quotation
from questionnaire.exports.nesting import limit_nesting
from tests.exports.plans import nested_list, text


def depth(blocks):
    depths = [0]
    for block in blocks:
        if isinstance(block, List):
            depths.extend(1 + depth(item) for item in block.items)
        elif isinstance(block, Quotation):
            depths.append(1 + depth(block.blocks))
    return max(depths)


def words(blocks):
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (run.text for run in block.runs)
        elif isinstance(block, List):
            for item in block.items:
                yield from words(item)
        else:
            yield from words(block.blocks)


def test_lists_up_to_six_deep_are_unchanged():
    assert limit_nesting(nested_list(6)) == nested_list(6)


def test_deeper_items_join_the_sixth_level_in_order():
    flat = limit_nesting(nested_list(20))

    assert depth(flat) == 6
    assert list(words(flat)) == [f"Level {level}" for level in range(1, 21)]


def test_text_after_a_list_in_an_item_stays_after_it():
    inner = List(((text("inner"),),))
    blocks = (List(((text("before"), inner, text("after")),)),)

    flat = limit_nesting(blocks, depth=1)

    assert flat == (List(((text("before"),), (text("inner"),), (text("after"),))),)


def test_nested_quotations_are_limited_too():
    blocks = (text("said"),)
    for _level in range(15):
        blocks = (Quotation(blocks),)

    assert depth(limit_nesting(blocks)) == 6
    assert list(words(limit_nesting(blocks))) == ["said"]


def test_a_list_depths_all_quotations_is_still_a_list():
    blocks = nested_list(4)
    for _level in range(8):
        blocks = (Quotation(blocks),)

    assert list(words(limit_nesting(blocks))) == [
        f"Level {level}" for level in range(1, 5)
    ]
