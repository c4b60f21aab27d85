"""How plain text marks what editors show: headings, tables, raised letters.

What is typed without the editor is read by the same marks (plain_text.py).
"""

import re

# Of both levels of headings.
HEADING_MARKS = ("##", "###")
# Before and after preformatted lines.
FENCE = "```"
# Between two lines of one cell.
CELL_BREAK = " \N{RETURN SYMBOL} "
# The line below the names of columns: | --- | --- |
IS_RULE = re.compile(r"\|(?: *-{3,} *\|)+")

_BAR = re.compile(r"(?<!\\)\|")
_ORDINARY = "0123456789+-=()"
_RAISED = dict(zip(_ORDINARY + "\N{MINUS SIGN}ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻ⁿⁱ", strict=True))
_LOWERED = dict(
    zip(
        _ORDINARY + "\N{MINUS SIGN}aehijklmnoprstuvx",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
        strict=True,
    )
)


def script_text(text: str, script: str) -> str:
    """Raised or lowered text (“sup”, “sub”) as signs that say the same.

    So 10 to the sixth is 10⁶, not 106. Letters say the same beside others (1er, XIXe),
    and so does what is in brackets; other text that has no signs is put there: 2^(x/2).
    """
    stripped = text.strip()
    if not script or stripped.isalpha() or stripped[:1] in ("[", "("):
        return text
    signs = _RAISED if script == "sup" else _LOWERED
    if all(each in signs for each in stripped):
        return text.replace(stripped, "".join(signs[each] for each in stripped))
    if not any(each.isdigit() for each in stripped):
        return text
    return text.replace(stripped, f"{'^' if script == 'sup' else '_'}({stripped})")


def row_text(cells: list[str]) -> str:
    """A row of a table: | one | two |"""
    return "".join(["|", *(f" {_cell_text(cell)} |" for cell in cells)])


def rule(width: int) -> str:
    return "|" + " --- |" * width


def split_row(line: str) -> list[str]:
    """The cells of such a row."""
    cells = _BAR.split(line.strip())[1:-1]
    return [cell.replace("\\|", "|").strip(" \t") for cell in cells]


def _cell_text(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", CELL_BREAK)
