"""Read exported files back: what a person sees, and what a machine reads."""

import io
import re

import docx
import pikepdf
import pypdf
from docx.oxml.ns import qn


def pdf_pages(content):
    """The text of each page, on one line."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [_one_line(page.extract_text()) for page in reader.pages]


def pdf_bookmarks(content):
    """(depth, title, page from 1) of each bookmark, in order."""
    reader = pypdf.PdfReader(io.BytesIO(content))

    def walk(entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                page = reader.get_destination_page_number(entry) + 1
                yield depth, entry.title, page

    return list(walk(reader.outline, 1))


def pdf_structure(content):
    """(pikepdf document, structure elements in order)."""
    document = pikepdf.open(io.BytesIO(content))
    return document, list(_elements(document.Root.StructTreeRoot.K))


def structure_kids(element):
    """The structure elements directly below one."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid


def docx_document(content):
    """The file as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def docx_lines(content):
    """“Style | text” of each paragraph, also of the table of contents."""
    document = docx_document(content)
    names = {style.style_id: style.name for style in document.styles}
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names[style.get(qn("w:val"))] if style is not None else "Normal"
        yield f"{name} | {_paragraph_text(paragraph)}"


def _paragraph_text(paragraph):
    marks = {qn("w:tab"): "→", qn("w:br"): "↵"}
    return "".join(
        node.text or "" if node.tag == qn("w:t") else marks[node.tag]
        for run in paragraph.iter(qn("w:r"))
        for node in run
        if node.tag == qn("w:t") or node.tag in marks
    )


def _elements(kids):
    for element in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield element
        yield from _elements(pikepdf.Array(list(structure_kids(element))))


def _one_line(text):
    return re.sub(r"\s+", " ", text.replace("\N{ZERO WIDTH SPACE}", "")).strip()
