"""The text of a tagged PDF as its structure gives it to assistive technology.

Headers and footers are not part of it; paragraphs are whole, wherever lines and
pages break.
"""

import io
import re

import pikepdf

# Elements that have a line of their own.
_LINES = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
# Elements that are part of a line.
_INLINE = {"/Span", "/Link", "/NonStruct"}
_MARKS = {"/LI": "- ", "/BlockQuote": "> "}


def tagged_lines(content):
    """“H3 | 1.1 Who…” of each heading and paragraph, in reading order."""
    document = pikepdf.open(io.BytesIO(content))
    texts = {page.objgen: _marked_texts(page) for page in document.pages}
    lines = _lines(document.Root.StructTreeRoot, texts, "", "")
    return [
        f"{tag}{language} | {_joined(runs)}"
        for tag, language, runs in lines
        if _joined(runs)
    ]


def _lines(element, texts, prefix, language):
    """(tag, language, runs of text) of the lines below `element`."""
    loose = []
    for kid in _kids(element):
        tag = str(kid.S)
        if tag in _INLINE and not _holds_lines(kid):
            loose.extend(_runs(kid, texts))
            continue
        if loose:
            yield "-", language, [(None, prefix), *loose]
            loose = []
        spoken = f" [{kid.Lang}]" if "/Lang" in kid else language
        if tag in _LINES:
            yield tag[1:], spoken, [(None, prefix), *_runs(kid, texts)]
        elif tag != "/Lbl":
            yield from _lines(kid, texts, prefix + _MARKS.get(tag, ""), spoken)
    if loose:
        yield "-", language, [(None, prefix), *loose]


def _holds_lines(element):
    return any(str(kid.S) in _LINES for kid in _kids(element))


def _joined(runs):
    text, line = "", None
    for height, run in runs:
        if line is not None and height != line and run:
            text += " "
        text, line = text + run, height or line
    return re.sub(r"\s+", " ", text.replace("\N{ZERO WIDTH SPACE}", "")).strip()


def _runs(element, texts):
    """(height on the page, text) of everything in `element`, in order."""
    for kid in _array(element.get("/K", [])):
        if not isinstance(kid, pikepdf.Dictionary):
            # An empty mark has no text.
            yield texts[element.Pg.objgen].get(int(kid), (0, ""))
        elif kid.get("/Type") == "/StructElem":
            yield from _runs(kid, texts)


def _kids(element):
    for kid in _array(element.get("/K", [])):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid


def _array(value):
    return value if isinstance(value, pikepdf.Array) else [value]


def _marked_texts(page):
    """{mark: (height on the page, text)} of a page's marked content."""
    fonts = {
        name: _characters(font)
        for name, font in page.Resources.get("/Font", {}).items()
    }
    texts, mark, height, characters = {}, None, 0, {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" if "/MCID" in operands[1]:
                mark = int(operands[1].MCID)
            case "EMC":
                mark = None
            case "Tm":
                height = round(float(operands[5]))
            case "Tf":
                characters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                shown = "".join(
                    characters.get(code, "")
                    for piece in _array(operands[0])
                    if isinstance(piece, pikepdf.String)
                    for code in _codes(bytes(piece))
                )
                first, before = texts.get(mark, (height, ""))
                texts[mark] = (first, before + shown)
    return texts


def _codes(shown):
    return [
        int.from_bytes(shown[index : index + 2], "big")
        for index in range(0, len(shown), 2)
    ]


def _characters(font):
    """{code: text} of a font, from its ToUnicode map."""
    pairs = re.findall(
        r"^<([0-9a-f]+)> <([0-9a-f]+)>$",
        font.ToUnicode.read_bytes().decode("ascii"),
        re.MULTILINE,
    )
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs
    }
