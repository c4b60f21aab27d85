"""The documents name what is there: paths, links and names are looked up.

They are found in backticks and in links; in blocks of code, only the paths that
begin with a folder of the repository.
"""

import os
import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
DOCUMENTS = [
    ROOT / name
    for name in ("README.md", "LISEZMOI.md", "CONTRIBUTING.md", "CHANGELOG.md")
] + sorted(
    path
    for folder in ("docs", "fixtures", "benchmarks", "tools")
    for path in (ROOT / folder).rglob("*.md")
    if "node_modules" not in path.parts
)
# Where paths begin in documents; a file alone may be anywhere.
BEGINNINGS = ("", "questionnaire/")
# What is no part of the repository.
NOT_OURS = {"__pycache__", "node_modules", "staticfiles", "var"}

BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
EXTENSIONS = "css|html|js|json|md|po|py|sh|toml|txt|yaml"
# A folder ends with a slash, a file with its extension; * stands for any letters.
PATH = re.compile(rf"(?:[\w.*-]+/)+|(?:[\w.*-]+/)*[\w*-]+\.(?:{EXTENSIONS})")
# Written only when the site runs, or inside files that it makes.
MADE_LATER = {
    ".venv/",
    "var/",
    # docs/how-to/bulk-export.md
    "2026-11-27_lichens_edition-2/",
    "bag-info.txt",
    "data/",
    "manifest.json",
    "metadata.json",
    "record.json",
}
# What recipes ask the reader to make, in a folder that is there.
TO_BE_MADE = re.compile(r"(?<=/)(xx/|odt\.py|number\.py)$")
# ClassName, function_name and CONSTANT_NAME, alone or after what they belong to.
NAME = re.compile(r"[\w.]*?\b([A-Z][a-z]+[A-Z]\w+|[a-zA-Z]+_[\w]+)(?:\(\))?")


def spans(document):
    """What stands in backticks."""
    return IN_BACKTICKS.findall(BLOCK.sub("", document.read_text("utf-8")))


@cache
def repository():
    """The path of every folder, with a slash at its end, and of every file."""
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name for name in folders if name not in NOT_OURS and name[0] != "."
        ]
        base = Path(folder).relative_to(ROOT)
        found.update(f"{(base / name).as_posix()}/" for name in folders)
        found.update((base / name).as_posix() for name in files)
    return found


def is_there(pattern):
    """Whether a path of the repository matches; `*/` begins also those of the root."""
    patterns = {pattern, pattern.removeprefix("*/")}
    return any(fnmatch(path, each) for path in repository() for each in patterns)


def paths_in_blocks(document):
    """What blocks of code name in the repository’s own folders."""
    folders = {path.partition("/")[0] for path in repository() if "/" in path}
    for block in BLOCK.findall(document.read_text("utf-8")):
        for word in block.split():
            if PATH.fullmatch(word) and word.partition("/")[0] in folders:
                yield word


def lost_paths(document):
    folders = {f"{os.path.relpath(document.parent, ROOT)}/", *BEGINNINGS}
    for span in (*spans(document), *paths_in_blocks(document)):
        if not PATH.fullmatch(span) or span in MADE_LATER:
            continue
        path = TO_BE_MADE.sub("", span)
        places = folders if "/" in path else ["*/"]
        if not any(is_there(place + path) for place in places):
            yield span


def lost_links(document):
    for link in LINK.findall(BLOCK.sub("", document.read_text("utf-8"))):
        path, _hash, heading = link.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = document.parent / path if path else document
        if not target.exists() or (heading and heading not in headings(target)):
            yield link


def headings(document):
    """The headings of a document, as links name them."""
    found = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in found}


@cache
def words_of_the_code():
    """Every word of the code, and of what is written beside it."""
    return {
        word
        for path in repository()
        if re.search(r"(^|/)Makefile$|\.(css|html|in|js|py|sh|toml|yaml)$", path)
        and ROOT / path != Path(__file__)
        for word in re.findall(r"\w+", (ROOT / path).read_text("utf-8"))
    }


def lost_names(document):
    for span in spans(document):
        match = NAME.fullmatch(span)
        if match and match[1] not in words_of_the_code():
            yield span


def name_of(document):
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_that_a_document_names_is_there(document):
    assert list(lost_paths(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(document):
    assert list(lost_links(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_name_in_a_document_is_one_of_the_code(document):
    assert list(lost_names(document)) == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("see `plan/record.py` and `plan/`", []),
        ("see `plan/settled.py`", ["plan/settled.py"]),
        ("see `styles/*.css` and `kinds/*.css`", ["kinds/*.css"]),
        ("see `kinds/`, `record.py` and `plans.py`", ["kinds/"]),
        ("```\nplans/own.py  tests/plan/  tests/plans/\n```", ["tests/plans/"]),
        ("at `/health/`, with `make run`, `application/pdf`", []),
    ],
)  # fmt: skip
def test_a_path_that_is_lost_is_noticed(tmp_path, text, lost):
    document = tmp_path / "page.md"
    document.write_text(text)
    assert list(lost_paths(document)) == lost


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("`ProjectAccess`, `access.project_view` and `append_only.purging()`", []),
        ("`ProjectPlace`, `access.find_place`", ["ProjectPlace", "access.find_place"]),
        ("`make test`, `prose`, `SECRET_KEY`", []),
    ],
)  # fmt: skip
def test_a_name_that_is_lost_is_noticed(tmp_path, text, lost):
    document = tmp_path / "page.md"
    document.write_text(text)
    assert list(lost_names(document)) == lost


def test_a_link_that_is_lost_is_noticed(tmp_path):
    document = tmp_path / "page.md"
    document.write_text(
        "# A page\n[here](#a-page) [there](other.md) [below](#b) [out](https://x.org/)"
    )
    assert list(lost_links(document)) == ["other.md", "#b"]
