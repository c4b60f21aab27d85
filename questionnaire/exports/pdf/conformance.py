"""What WeasyPrint leaves out of PDF/A-3a and PDF/UA-1.

Works with WeasyPrint 70.0, hence the exact pin: one of its private functions is
wrapped, and the objects of its PDF are changed before they are written. Tests
check every result in the finished file.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags

# PDF/A requires that the metadata describe a schema which it does not define.
_PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"\
 pdfuaid:part="1"/>
<rdf:Description rdf:about=""\
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>
</rdf:RDF>"""


@contextmanager
def languages_in_tags() -> Iterator[None]:
    """Copy `lang` attributes to the structure tree while a PDF is written."""
    build = tags._build_box_tree

    def build_with_language(box: Any, *args: Any) -> Iterator[pydyf.Dictionary]:
        for element in build(box, *args):
            html = getattr(box, "element", None)
            if html is not None and html.tag != "html" and html.get("lang"):
                element.setdefault("Lang", pydyf.String(html.get("lang")))
            yield element

    tags._build_box_tree = build_with_language
    try:
        yield
    finally:
        tags._build_box_tree = build


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's `finisher`: complete the metadata and the structure of `pdf`."""
    _declare_pdf_ua(pdf)
    elements = _structure_elements(pdf)
    _wrap_list_item_bodies(pdf, elements.values())
    _set_header_scopes(pdf, elements.values())
    _mark_margins_as_artifacts(pdf, set(elements))


def _number(reference: str | bytes) -> int:
    return int(reference.split()[0])


def _declare_pdf_ua(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    metadata.stream[0] = metadata.stream[0].replace(b"</rdf:RDF>", _PDF_UA)
    # PDF/A requires metadata that can be read without decoding the file.
    metadata.compress = False


def _structure_elements(pdf: pydyf.PDF) -> dict[int, pydyf.Dictionary]:
    """{object number: element} for everything below the structure tree's root."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    found = {}
    pending = [_number(kid) for kid in root["K"]]
    while pending:
        number = pending.pop()
        element = found[number] = pdf.objects[number]
        pending.extend(_child_elements(pdf, element))
    return found


def _child_elements(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterator[int]:
    for kid in element.get("K", ()):
        if isinstance(kid, (str, bytes)):
            number = _number(kid)
            if pdf.objects[number].get("Type") == "/StructElem":
                yield number


def _wrap_list_item_bodies(
    pdf: pydyf.PDF, elements: Iterable[pydyf.Dictionary]
) -> None:
    """Move the direct children of a list item, except its label, into one LBody."""
    for item in elements:
        if item.get("S") != "/LI":
            continue
        kids = [(kid, pdf.objects[_number(kid)]) for kid in item["K"]]
        body = next((kid for kid in kids if kid[1].get("S") == "/LBody"), None)
        loose = [kid for kid in kids if kid[1].get("S") not in ("/Lbl", "/LBody")]
        if not loose:
            continue
        if body is None:
            element = pydyf.Dictionary(
                {
                    "Type": "/StructElem",
                    "S": "/LBody",
                    "K": pydyf.Array(),
                    "Pg": item["Pg"],
                    "P": item.reference,
                }
            )
            pdf.add_object(element)
            body = (element.reference, element)
            item["K"].append(body[0])
        for reference, element in loose:
            item["K"].remove(reference)
            element["P"] = body[0]
            body[1]["K"].append(reference)


def _set_header_scopes(pdf: pydyf.PDF, elements: Iterable[pydyf.Dictionary]) -> None:
    """Give each TH its scope: its column in the head of a table, otherwise its row."""
    parents = {element.reference: element for element in elements}
    for header in elements:
        if header.get("S") == "/TH":
            row = parents[header["P"]]
            is_column = parents[row["P"]].get("S") == "/THead"
            header["A"]["Scope"] = "/Column" if is_column else "/Row"


def _mark_margins_as_artifacts(pdf: pydyf.PDF, tagged: set[int]) -> None:
    """Headers and footers belong to no element: mark them as pagination artifacts."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    owners_by_page = pdf.objects[_number(root["ParentTree"])]["Nums"]
    for index, page in enumerate(pdf.page_references):
        owners = owners_by_page[2 * index + 1]
        orphans = {
            mark for mark, owner in enumerate(owners) if _number(owner) not in tagged
        }
        stream = pdf.objects[_number(pdf.objects[_number(page)]["Contents"])].stream
        for position, operand in enumerate(stream):
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in orphans:
                stream[position - 1 : position + 1] = [
                    "/Artifact",
                    pydyf.Dictionary({"Type": "/Pagination"}),
                ]
        for mark in orphans:
            owners[mark] = "null"
