"""A whole plan as Word puts it on the clipboard: 20,000 words, 29 tables, 211 links."""

from dataclasses import dataclass, field

WORDS, TABLES, LINKS = 20_000, 29, 211
ROWS, COLUMNS = 8, 4
_SYLLABLES = ("da", "ré", "mo", "ta", "li", "né", "po", "su", "ga", "vi", "co", "fê")
_WORDS_IN_A_PARAGRAPH = 60


@dataclass
class LargePaste:
    """The HTML, and what of it must be kept, in order."""

    html: str = ""
    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def large_paste():
    """The same plan each time."""
    paste = LargePaste()
    blocks = []
    while len(paste.words) < WORDS:
        number = len(blocks)
        if number % 12 == 0:
            blocks.append(f"<h2><span lang=FR>{_words(paste, 5)}</span></h2>")
        elif number % 9 == 4 and len(paste.cells) < TABLES * ROWS * COLUMNS:
            blocks.append(_table(paste))
        elif number % 7 == 3:
            blocks += [_item(paste, level) for level in (1, 2, 2, 1)]
        else:
            blocks.append(_paragraph(paste))
    body = "\n".join(blocks)
    paste.html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        "<meta name=Generator content='Microsoft Word 15'></head><body lang=FR>"
        f"<!--StartFragment-->{body}<!--EndFragment--></body></html>"
    )
    return paste


def _words(paste, count):
    start = len(paste.words)
    count = min(count, WORDS - start)
    words = [_word(number) for number in range(start, start + count)]
    paste.words += words
    return " ".join(words)


def _word(number):
    signs = []
    rest = number
    while rest or not signs:
        rest, sign = divmod(rest, len(_SYLLABLES))
        signs.append(_SYLLABLES[sign])
    return "".join(signs)


def _paragraph(paste):
    inner = f"{_words(paste, _WORDS_IN_A_PARAGRAPH)} <b>{_words(paste, 2)}</b> "
    return (
        "<p class=MsoNormal style='margin-bottom:8.0pt'><span lang=FR "
        f"style='font-size:11.0pt'>{inner}{_link(paste)}<o:p></o:p></span></p>"
    )


def _link(paste):
    if len(paste.addresses) >= LINKS or len(paste.words) >= WORDS:
        return ""
    address = f"https://exemple.ca/donnees/{len(paste.addresses)}"
    paste.addresses.append(address)
    return (
        f'<a href="{address}"><span style="color:#0563C1">{_words(paste, 2)}</span></a>'
    )


def _item(paste, level):
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>"
        "<span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>"
        f"<span lang=FR>{_words(paste, 9)}<o:p></o:p></span></p>"
    )


def _table(paste):
    rows = ""
    for row in range(ROWS):
        cells = ""
        for column in range(COLUMNS):
            is_empty = row and column == 2 and row % 3 == 0
            text = "" if is_empty else _words(paste, 3)
            paste.cells.append(text)
            link = _link(paste) if row == 2 and column == 1 else ""
            if link:
                paste.cells[-1] = " ".join(paste.words[-5:])
            inner = f"{text} {link}" if link else text or "&nbsp;"
            cells += f"<td width=150><p class=MsoNormal>{inner}<o:p></o:p></p></td>"
        rows += f"<tr>{cells}</tr>"
    return f"<table class=MsoTableGrid border=1>{rows}</table>"
