"""Elements of WordprocessingML that python-docx has no API for."""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import count

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from questionnaire.exports.characters import is_right_to_left, printable

# The longest name a bookmark may have.
BOOKMARK_LENGTH = 40
_PLAIN_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def element(
    tag: str, *children: BaseOxmlElement, **attributes: str | int
) -> BaseOxmlElement:
    """An element, as in `element("w:lang", val="fr-CA")`, with attributes of w:."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def add_run(
    paragraph: Paragraph,
    text: str,
    language: str | None = None,
    style: str | None = None,
    bold: bool = False,
    italic: bool = False,
    script: str = "",
) -> Run:
    """Append `text`; `language` is a tag like "fr-CA", for spelling and voices."""
    run = paragraph.add_run(printable(text), style)
    run.bold = bold or None
    run.italic = italic or None
    # Each of them would take the other one away, even by None.
    if script == "sup":
        run.font.superscript = True
    elif script == "sub":
        run.font.subscript = True
    properties = run._r.get_or_add_rPr()
    if is_right_to_left(text):
        properties.append(element("w:rtl"))
    if language:
        properties.append(element("w:lang", val=language))
    return run


def last_paragraph(document: Document) -> Paragraph:
    """The paragraph added last; `document.paragraphs` would read them all."""
    return Paragraph(document.element.body.sectPr.getprevious(), document)


def mark_right_to_left(paragraph: Paragraph) -> None:
    """Set the direction of the paragraph from right to left."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def link_runs(paragraph: Paragraph, runs: Sequence[Run], address: str) -> None:
    """Make the runs a link to `address`, kept as a relationship of the document."""
    identifier = paragraph.part.relate_to(
        address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), identifier)
    _wrap(link, runs)


def link_to_bookmark(runs: Sequence[Run], name: str) -> None:
    """Make the runs a link to the bookmark `name` of the same document."""
    _wrap(element("w:hyperlink", anchor=name, history=1), runs)


def _wrap(wrapper: BaseOxmlElement, runs: Sequence[Run]) -> None:
    runs[0]._r.addprevious(wrapper)
    for run in runs:
        wrapper.append(run._r)


def add_field(
    paragraph: Paragraph, instruction: str, shown: str = "", language: str | None = None
) -> list[Run]:
    """Append a field, such as PAGE, which shows `shown` until Word computes it.

    Returns its runs.
    """
    runs = [
        _field_mark(paragraph, "begin"),
        _instruction(paragraph, instruction),
        _field_mark(paragraph, "separate"),
    ]
    if shown:
        runs.append(add_run(paragraph, shown, language))
    return [*runs, _field_mark(paragraph, "end")]


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Open, at the start of the paragraph, a field that spans several paragraphs."""
    marks = (
        _field_mark(paragraph, "begin"),
        _instruction(paragraph, instruction),
        _field_mark(paragraph, "separate"),
    )
    after: BaseOxmlElement = paragraph._p.get_or_add_pPr()
    for mark in marks:
        after.addnext(mark._r)
        after = mark._r


def end_field(paragraph: Paragraph) -> None:
    """Close the field that `begin_field` opened."""
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> Run:
    run = paragraph.add_run()
    run._r.append(element("w:fldChar", fldCharType=kind))
    return run


def _instruction(paragraph: Paragraph, instruction: str) -> Run:
    run = paragraph.add_run()
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    run._r.append(code)
    return run


def bookmark_name(prefix: str, *slugs: str) -> str:
    """A bookmark's name made of slugs: letters, digits and underscores.

    Always the same for the same slugs and different for others, even for Word, which
    ignores case. What does not fit is cut and ends in a digest.
    """
    name = prefix + "__".join(slug.replace("-", "_") for slug in slugs)
    if len(name) <= BOOKMARK_LENGTH and all(map(_PLAIN_SLUG.fullmatch, slugs)):
        return name
    suffix = sha256("/".join(slugs).encode()).hexdigest()[:10]
    return f"{name[: BOOKMARK_LENGTH - len(suffix) - 1]}_{suffix}"


class Bookmarks:
    """Numbers the bookmarks of one document."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def add(self, paragraph: Paragraph, *names: str) -> None:
        """Bookmark the whole paragraph under each of the names."""
        for name in names:
            number = next(self._numbers)
            start = element("w:bookmarkStart", id=number, name=name)
            paragraph._p.get_or_add_pPr().addnext(start)
            paragraph._p.append(element("w:bookmarkEnd", id=number))
