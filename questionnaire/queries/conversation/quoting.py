"""Finding a passage of a version again, however its spaces were copied."""

import re

from questionnaire.content.blocks import List, Paragraph, Quotation, Table
from questionnaire.content.kinds import readable_parts


def version_text(content, parts, language):
    """What a version says, a line to each paragraph, item or row, without markers."""
    lines = []
    for _part, blocks in readable_parts(content, parts, language):
        lines.extend(_lines(blocks))
    return "\n".join(lines)


def find_passage(passage, text):
    """The words of `text` that `passage` names, as they stand there, or None.

    Any run of white space matches any other: a browser copies paragraphs, list
    items and non-breaking spaces as it pleases.
    """
    words = passage.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found[0] if found else None


def _lines(blocks):
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "".join(run.text for run in block.runs)
        elif isinstance(block, Quotation):
            yield from _lines(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from _lines(item)
        elif isinstance(block, Table):
            yield "\t".join(column.label for column in block.columns)
            for row in block.rows:
                yield "\t".join("".join(run.text for run in cell) for cell in row)
