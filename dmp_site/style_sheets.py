"""The style sheets that pages link, assembled from the small files in `styles/`.

A sheet such as `styles/site.css` lists its files with `@import`, each with its layer
of the cascade. Browsers would request every one of them, so the finder below serves
each sheet as one file, without comments. Addresses in `url()` are relative to that
file: `../fonts/` is `static/questionnaire/fonts/`.

Bootstrap comes from its package: its rules for elements (bootstrap-reboot.css), and
of the rest only the rules for BOOTSTRAP_CLASSES, an eighth of it. Our rules for
elements come between the two.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import bootstrap_wrapper
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(settings.BASE_DIR) / "styles"
PREFIX = "questionnaire/css"

# The folders of packages, by their names in an `@import`.
_BORROWED = {"bootstrap": Path(bootstrap_wrapper.get_bootstrap_css_dir())}
BOOTSTRAP = _BORROWED["bootstrap"] / "bootstrap.css"

# The classes of Bootstrap that templates and forms use, as a test checks.
BOOTSTRAP_CLASSES = frozenset(
    """
    btn btn-danger btn-lg btn-primary btn-secondary btn-sm
    d-none d-sm-inline d-sm-none h3 mb-3 mb-4 ms-auto mt-3 mt-4 text-nowrap
    visually-hidden
    form-check form-check-input form-check-label form-control form-label form-select
    form-select-sm form-text invalid-feedback is-invalid
    page-item page-link pagination table
    """.split()
)

_PIECE = re.compile(
    r"""/\*.*?\*/ | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | [{};] | [^/"'{};]+ | /""",
    re.DOTALL | re.VERBOSE,
)
_IMPORT = re.compile(r'@import url\("([\w/-]+\.css)"\) layer\((\w+)\)')
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


@dataclass(frozen=True)
class Statement:
    """A declaration, or a rule without a block such as `@import`."""

    text: str

    def __str__(self):
        return f"{self.text};"


@dataclass(frozen=True)
class Block:
    """A block in braces, and the selector or at-rule before it."""

    prelude: str
    content: tuple

    def __str__(self):
        return f"{self.prelude}{{{''.join(map(str, self.content))}}}"


def parse(text):
    """The statements and blocks of a style sheet, without its comments."""
    pieces = (piece for piece in _PIECE.findall(text) if not piece.startswith("/*"))
    return _content(iter(pieces))


def _content(pieces):
    found, text = [], ""
    for piece in pieces:
        if piece == "{":
            found.append(Block(text.strip(), _content(pieces)))
            text = ""
        elif piece in ";}":
            if text.strip():
                found.append(Statement(text.strip()))
            text = ""
            if piece == "}":
                break
        else:
            text += piece if piece[0] in "\"'" else re.sub(r"\s+", " ", piece)
    return tuple(found)


def classes_of(selector):
    """The classes that an element must have, so none of those in `:not()`."""
    return set(_CLASS.findall(re.sub(r":not\([^)]*\)", "", selector)))


def used_of_bootstrap(content):
    """The rules for the classes in use; animations are left out."""
    for each in content:
        if isinstance(each, Statement) or each.prelude.startswith("@keyframes"):
            continue
        if each.prelude.startswith("@"):
            if within := tuple(used_of_bootstrap(each.content)):
                yield Block(each.prelude, within)
        elif selectors := [
            selector
            for selector in re.split(r",(?![^()]*\))", each.prelude)
            if (classes := classes_of(selector)) and classes <= BOOTSTRAP_CLASSES
        ]:
            yield Block(",".join(selectors), each.content)


def sheet_names():
    """The sheets that pages link: the files directly in `styles/`."""
    return sorted(path.name for path in SOURCES.glob("*.css"))


def imports_of(name):
    """(Path, name of its layer) of each file that a sheet imports, in order."""
    for each in parse((SOURCES / name).read_text(encoding="utf-8")):
        if isinstance(each, Statement) and (match := _IMPORT.fullmatch(each.text)):
            folder, _, rest = match[1].partition("/")
            yield _BORROWED.get(folder, SOURCES / folder) / rest, match[2]


def files_of(name):
    """The files that a sheet is made of."""
    return {path for path, _layer in imports_of(name)}


def put_together(name):
    """The text of a sheet: its own statements, then what it imports, in layers."""
    own = [
        str(each)
        for each in parse((SOURCES / name).read_text(encoding="utf-8"))
        if not str(each).startswith("@import")
    ]
    layers = (str(Block(f"@layer {layer}", _rules(p))) for p, layer in imports_of(name))
    return "".join([*own, *layers])


def _rules(path):
    content = parse(path.read_text(encoding="utf-8"))
    return tuple(used_of_bootstrap(content)) if path == BOOTSTRAP else content


class StyleSheetsFinder(BaseFinder):
    """Find the sheets that pages link, assembled again whenever a source changes."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "style_sheets")
        self.storage.prefix = PREFIX
        # The source files of each sheet, and when they last changed.
        self._states = {}
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        folder, _, name = path.rpartition("/")
        is_sheet = folder == PREFIX and name in sheet_names()
        found = [str(self._made(name))] if is_sheet else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns):
        for name in sheet_names():
            self._made(name)
            yield name, self.storage

    def _made(self, name):
        made = Path(self.storage.path(name))
        sources = [*sorted(SOURCES.rglob("*.css")), BOOTSTRAP]
        state = [(path, path.stat().st_mtime_ns) for path in sources]
        if self._states.get(name) != state or not made.exists():
            _write(made, put_together(name))
            self._states[name] = state
        return made


def _write(path, text):
    """Replace a file atomically: other processes may be doing the same."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
