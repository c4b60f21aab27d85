"""How the columns of a table share the width of a page."""

from collections.abc import Iterable

from questionnaire.content.blocks import Table

# Tables with more columns than this take the whole width of the text.
MANY_COLUMNS = 5
# In characters: the width of a line of the page, and the padding of a cell.
_LINE_WIDTH, _CELL_PADDING = 105, 3
# No column is made wider than this for a single word or a long text.
_MAX_WORD, _MAX_TEXT = 18, 80


def column_shares(table: Table) -> list[float]:
    """The share of each column; they add up to 1.

    Each has room for its longest word; the rest goes to the columns with more text.
    """
    texts = [_texts(table, index) for index in range(len(table.columns))]
    words = [_longest_word(each) + _CELL_PADDING for each in texts]
    more = [
        max(0, min(max(map(len, each)), _MAX_TEXT) - word)
        for each, word in zip(texts, words, strict=True)
    ]
    left = max(0, _LINE_WIDTH - sum(words))
    needs = [
        word + left * extra / (sum(more) or 1)
        for word, extra in zip(words, more, strict=True)
    ]
    return [need / sum(needs) for need in needs]


def _texts(table: Table, index: int) -> list[str]:
    rows = (*table.rows, *([table.total] if table.total else ()))
    cells = ("".join(run.text for run in row[index]) for row in rows)
    return [table.columns[index].label, *cells]


def _longest_word(texts: Iterable[str]) -> int:
    """In characters; a non-breaking space does not end a word."""
    longest = max(
        len(word) for text in texts for word in text.replace("\n", " ").split(" ")
    )
    return min(longest, _MAX_WORD)
