"""Finding the texts to translate in the source, without xgettext.

Python files are read as syntax trees; HTML templates go through Django's own
`templatize`, which turns their tags into calls of gettext functions.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation import templatize

SOURCES = ("dmp_site", "questionnaire", "templates")
PLURAL_FORMS = "nplurals=2; plural=(n > 1);"

# Function → the positions of its arguments: (context, singular, plural).
_FUNCTIONS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_CALL = re.compile(r"(?<!\w)(n?p?gettext|_)\(")


class UnreadableMessage(Exception):
    """Raised for a text that no catalogue can contain, such as an f-string."""


@dataclass(frozen=True, order=True)
class Message:
    """A text to translate; `context` and `plural` are empty when it has none."""

    singular: str
    context: str = ""
    plural: str = ""


def find_messages(root):
    """Every message under `root`, with the files it is in: {Message: {path}}.

    Raises UnreadableMessage for a translated f-string.
    """
    root = Path(root)
    found = {}
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".py", ".html", ".txt"):
                continue
            source = path.read_text(encoding="utf-8")
            read = _in_python if path.suffix == ".py" else _in_template
            name = path.relative_to(root).as_posix()
            for message in read(source, name):
                found.setdefault(message, set()).add(name)
    return found


def merge(catalogue, messages):
    """Make `catalogue` (a polib.POFile) hold exactly `messages`, translations kept.

    The result is sorted by text and names files without lines, so that it
    changes only when texts do.
    """
    translated = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    entries = []
    for message in sorted(messages):
        known = translated.get((message.singular, message.context))
        entries.append(_entry(message, known, sorted(messages[message])))
    catalogue[:] = entries


def _entry(message, known, names):
    entry = polib.POEntry(
        msgid=message.singular,
        msgctxt=message.context or None,
        occurrences=[(name, "") for name in names],
    )
    if "%(" in message.singular + message.plural:
        entry.flags.append("python-format")
    usable = known is not None and not known.fuzzy and not known.obsolete
    if message.plural:
        entry.msgid_plural = message.plural
        kept = dict(known.msgstr_plural) if usable else {}
        entry.msgstr_plural = kept or {0: "", 1: ""}
    elif usable:
        entry.msgstr = known.msgstr
    return entry


def _in_python(source, name):
    for node in ast.walk(ast.parse(source, filename=name)):
        if isinstance(node, ast.Call):
            message = _message(node, name)
            if message:
                yield message


def _in_template(source, name):
    """Read the calls that `templatize` writes; the text around them is blank."""
    calls = templatize(source, origin=name)
    for match in _CALL.finditer(calls):
        node = ast.parse(_balanced(calls, match.start()), mode="eval").body
        message = _message(node, name)
        if message:
            yield message


def _balanced(calls, start):
    """The call that starts here, up to its closing bracket."""
    end = start
    while True:
        end = calls.index(")", end) + 1
        try:
            ast.parse(calls[start:end], mode="eval")
        except SyntaxError:
            continue  # this bracket was part of the text
        return calls[start:end]


def _message(call, name):
    """The message that a call translates; None for calls of other functions."""
    function = getattr(call.func, "id", getattr(call.func, "attr", ""))
    positions = _FUNCTIONS.get(function.removesuffix("_lazy").removesuffix("_noop"))
    if positions is None:
        return None
    context, singular, plural = (_text(call, position, name) for position in positions)
    if not singular:
        return None
    return Message(singular, context or "", plural or "")


def _text(call, position, name):
    if position is None or position >= len(call.args):
        return None
    argument = call.args[position]
    if isinstance(argument, ast.JoinedStr):
        raise UnreadableMessage(f"{name}:{call.lineno}: an f-string is translated.")
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None
