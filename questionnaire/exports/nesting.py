"""Keep lists and quotations from nesting deeper than paper can show."""

from questionnaire.content.blocks import List, Paragraph, Quotation, Table

MAX_DEPTH = 6


def shallow(blocks, depth=MAX_DEPTH):
    """`blocks` with lists and quotations at most `depth` deep, nothing left out.

    What lies deeper joins the deepest list as items, in the same order.
    """
    shown = []
    for block in blocks:
        if isinstance(block, (Paragraph, Table)):
            shown.append(block)
        elif isinstance(block, List):
            shown.append(_shallow_list(block, max(depth, 1)))
        elif depth > 0:
            shown.append(Quotation(shallow(block.blocks, depth - 1)))
        else:
            shown.extend(shallow(block.blocks, 0))
    return tuple(shown)


def _shallow_list(block, depth):
    items = []
    for item in block.items:
        if depth > 1:
            items.append(shallow(item, depth - 1))
        else:
            items.extend(_flat_items(item))
    return List(tuple(items), block.ordered, block.start)


def _flat_items(item):
    """An item that may hold no list: its lists' items follow it."""
    own = []
    for block in item:
        if isinstance(block, List):
            if own:
                yield tuple(own)
                own = []
            for nested in block.items:
                yield from _flat_items(nested)
        elif isinstance(block, Quotation):
            own.extend(shallow(block.blocks, 0))
        else:
            own.append(block)
    if own:
        yield tuple(own)
