"""The typography of Canadian French, as a list of faults in a text.

Rules of the Office québécois de la langue française: a non-breaking space
before a colon, a percent or dollar sign and a unit, and inside « »; no space
before ; ! ?; typographic apostrophes and quotation marks.
"""

import re

NBSP = "\N{NO-BREAK SPACE}"

# What is not French prose: tags, placeholders, addresses, code.
_FOREIGN = re.compile(
    r"<[^>]*>|%%?\(\w+\)[sd]|%[sd]|\{\w*\}|https?://[^\s)>]+|\]\([^)]*\)|`[^`]*`"
    r"|&#?\w+;"
)
# Stands for what was taken out, so that spaces around it are still judged.
_STAND_IN = "x"

_FAULTS = [
    (re.compile(r"'"), "a straight apostrophe"),
    (re.compile(r'"'), "a straight quotation mark"),
    (re.compile(r"\.\.\."), "three dots instead of …"),
    (re.compile(r"[\s\u202f][;!?]"), "a space before ; ! or ?"),
    (re.compile(rf"(?<!{NBSP}):(?=\s|$)"), "no non-breaking space before a colon"),
    (re.compile(rf"«(?!{NBSP})"), "no non-breaking space after «"),
    (re.compile(rf"(?<!{NBSP})»"), "no non-breaking space before »"),
    (re.compile(rf"(?<!{NBSP})%"), "no non-breaking space before %"),
    (re.compile(rf"(?<![{NBSP}(])\$"), "no non-breaking space before $"),
    (re.compile(r"[“”]"), "English quotation marks"),
    (re.compile(r"\d (?:o|ko|Ko|Mo|Go|To|h|min|s)\b"), "a breaking space in a unit"),
    (re.compile(r"\d \d{3}\b"), "a breaking space in a number"),
]


def typography_faults(text):
    """What is wrong with a French text, in words; [] when nothing is."""
    prose = _FOREIGN.sub(_STAND_IN, text).replace("%%", "%")
    return [fault for pattern, fault in _FAULTS if pattern.search(prose)]
