"""Keep lists and quotations from nesting deeper than paper can show."""

from collections.abc import Iterable, Iterator

from questionnaire.content.blocks import Block, List, Quotation

MAX_DEPTH = 6


def limit_nesting(blocks: Iterable[Block], depth: int = MAX_DEPTH) -> tuple[Block, ...]:
    """`blocks` with lists and quotations at most `depth` deep; nothing is left out.

    Deeper items join the deepest list, in the same order.
    """
    shown: list[Block] = []
    for block in blocks:
        if isinstance(block, List):
            shown.append(_limit_list(block, max(depth, 1)))
        elif not isinstance(block, Quotation):
            shown.append(block)
        elif depth > 0:
            shown.append(Quotation(limit_nesting(block.blocks, depth - 1)))
        else:
            shown.extend(limit_nesting(block.blocks, 0))
    return tuple(shown)


def _limit_list(block: List, depth: int) -> List:
    items: list[tuple[Block, ...]] = []
    for item in block.items:
        if depth > 1:
            items.append(limit_nesting(item, depth - 1))
        else:
            items.extend(_flatten_item(item))
    return List(tuple(items), block.ordered, block.start)


def _flatten_item(item: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """The item as several without lists: its own blocks, and the items of its lists."""
    own: list[Block] = []
    for block in item:
        if isinstance(block, List):
            if own:
                yield tuple(own)
                own = []
            for nested in block.items:
                yield from _flatten_item(nested)
        elif isinstance(block, Quotation):
            own.extend(limit_nesting(block.blocks, 0))
        else:
            own.append(block)
    if own:
        yield tuple(own)
