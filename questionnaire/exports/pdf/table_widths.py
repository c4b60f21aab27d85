"""How the width of a page is shared among the columns of a table."""

# More columns than these take the whole width of the text.
MANY_COLUMNS = 5
# In characters: what a line of the page holds, and the space around a cell.
_LINE, _AROUND = 105, 3
# No column is made wider than these for one word or for a long text.
_LONGEST_WORD, _LONGEST_TEXT = 18, 80


def column_shares(table):
    """The share of each column; together they are 1.

    Each has room for its longest word; what is left goes to those that say more.
    """
    texts = [_texts(table, index) for index in range(len(table.columns))]
    words = [_longest_word(each) + _AROUND for each in texts]
    more = [
        max(0, min(max(map(len, each)), _LONGEST_TEXT) - word)
        for each, word in zip(texts, words, strict=True)
    ]
    left = max(0, _LINE - sum(words))
    needs = [
        word + left * extra / (sum(more) or 1)
        for word, extra in zip(words, more, strict=True)
    ]
    return [need / sum(needs) for need in needs]


def _texts(table, index):
    rows = (*table.rows, *([table.total] if table.total else ()))
    cells = ("".join(run.text for run in row[index]) for row in rows)
    return [table.columns[index].label, *cells]


def _longest_word(texts):
    """In characters; a non-breaking space does not end a word."""
    longest = max(
        len(word) for text in texts for word in text.replace("\n", " ").split(" ")
    )
    return min(longest, _LONGEST_WORD)
