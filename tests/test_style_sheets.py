"""Style sheets style what templates use and no more; a page links what it needs."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from dmp_site import style_sheets
from dmp_site.style_sheets import (
    BOOTSTRAP,
    BOOTSTRAP_CLASSES,
    SOURCES,
    files_of,
    parse,
    put_together,
)
from questionnaire.models import Membership
from questionnaire.vocabulary import Role
from tests.questions import page_address

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
# Files and mail are no pages: they have styles of their own, or none.
NO_PAGES = ("exports/", "emails/", "account/email/", "account/messages/")

SHEETS = [name.removesuffix(".css") for name in style_sheets.sheet_names()]

# One word is enough for what is one thing wherever it stands. Its parts are called
# `name__part`, its variants `name--variant`; other names have two words.
ONE_WORD = {
    "avatar", "banner", "chart", "contribution", "contributions", "disclosure",
    "guidance", "icon", "lead", "masthead", "panel", "prose", "roster", "task",
    "thread", "wordmark",
}  # fmt: skip
WRITTEN_BY_TIPTAP = {
    "ProseMirror",
    "ProseMirror-hideselection",
    "ProseMirror-separator",
}

CLASS_NAME = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
ATTRIBUTE = re.compile(r'\bclass="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{]|\{\w*\})*)"')
LINK = re.compile(r"'questionnaire/css/(\w+)\.css'")
NAMED_TEMPLATE = re.compile(
    r'\{% (?:include|extends|rendered|unchanging) "([\w/.]+\.html)"'
)
FETCHED = re.compile(r"hx-get=\"\{% url '(\w+)'")


def pages():
    """Names of the templates that are whole pages."""
    names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*"))
    return [
        name
        for name in sorted(names)
        if name.endswith(".html")
        and not name.startswith(NO_PAGES)
        and re.search(r"\{% extends|<!doctype", source_of(name))
    ]


@cache
def source_of(name):
    return (TEMPLATES / name).read_text(encoding="utf-8")


def words_of(text):
    """The words of the class attributes in a template or in Python that writes HTML.

    One that ends with a value, as in `plan-cell--{{ status }}`, ends with "*".
    """
    words = set()
    for value in ATTRIBUTE.findall(text):
        value = re.sub(r"\{% el.*?%\}", " ", value)
        value = re.sub(r"\{%.*?%\}", "", value)
        words.update(re.sub(r"\{\{.*?\}\}|\{\w*\}", "*", value).split())
    return words - {"*"}


@cache
def whole(name):
    """A page's template with all that it extends, includes and fetches."""
    text = source_of(name)
    for part in NAMED_TEMPLATE.findall(text):
        text += whole(part)
    for url_name in FETCHED.findall(text):
        for path in TEMPLATES.rglob(f"partials/{url_name}.html"):
            text += path.read_text(encoding="utf-8")
            for part in NAMED_TEMPLATE.findall(path.read_text(encoding="utf-8")):
                text += whole(part)
    return text


def linked_by(name):
    """The sheets that a page links: its own block's, or else what it extends does."""
    text = source_of(name)
    parent = re.search(r'\{% extends "([\w/.]+)"', text)
    own = set(LINK.findall(text))
    if parent and (not own or "{{ block.super }}" in text):
        return own | linked_by(parent[1])
    return own | {"site"}


@cache
def defined_by(sheet):
    return classes_in(parse(put_together(f"{sheet}.css")))


def classes_in(content):
    found = set()
    for block in content:
        if isinstance(block, style_sheets.Block):
            found.update(CLASS_NAME.findall(re.sub(r'"[^"]*"', "", block.prelude)))
            found |= classes_in(block.content)
    return found


def own_classes():
    """{class: files that style it}, without Bootstrap's."""
    found = {}
    for path in SOURCES.rglob("*/*.css"):
        for name in classes_in(parse(path.read_text(encoding="utf-8"))):
            found.setdefault(name, set()).add(path.relative_to(SOURCES).as_posix())
    return found


def is_among(word, names):
    if word.endswith("*"):
        return any(name.startswith(word[:-1]) for name in names)
    return word in names


def unknown(words, styled):
    """The words that no sheet styles and no script looks for."""
    return {
        word
        for word in words
        if not is_among(word, styled)
        and not re.search(rf"\.{re.escape(word)}(?![\w-])", strings_of_scripts())
    }


@cache
def strings_of_scripts():
    """What stands in quotes in scripts, where selectors and names of classes do."""
    paths = (ROOT / "static/questionnaire/js").rglob("*.js")
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    return "\n".join(re.findall(r'"[^"\n]*"|`[^`]*`', text))


def is_written(name):
    """Whether a template writes that class, or Python or a script names it."""
    written = any(
        name.startswith(word[:-1]) if word.endswith("*") else name == word
        for word in words_of_pages()
    )
    return written or bool(
        re.search(rf"(?<![\w-]){name}(?![\w-])", code_that_names_classes())
    )


@cache
def words_of_pages():
    sources = [*TEMPLATES.rglob("*.html"), *(ROOT / "questionnaire").rglob("*.py")]
    return words_of("".join(path.read_text(encoding="utf-8") for path in sources))


@cache
def code_that_names_classes():
    """Python, scripts, and the templates of fields, which hand classes on."""
    python = (ROOT / "questionnaire").rglob("*.py")
    sources = [path for path in python if "exports" not in path.parts]
    sources += TEMPLATES.glob("bootstrap5/*.html")
    return strings_of_scripts() + "".join(
        path.read_text(encoding="utf-8") for path in sources
    )


@pytest.mark.parametrize("page", pages())
def test_a_page_links_the_sheets_of_all_its_classes(page):
    styled = set().union(*map(defined_by, linked_by(page)))
    assert unknown(words_of(whole(page)), styled) == set()


def test_fields_of_forms_are_styled_on_every_page_or_by_the_editor():
    styled = defined_by("site") | defined_by("editor")
    fields = [*TEMPLATES.glob("bootstrap5/*.html"), *TEMPLATES.rglob("widgets/*.html")]
    for path in fields:
        used = words_of(path.read_text(encoding="utf-8")) - {"prose"}
        assert unknown(used, styled) == set(), path


def test_what_python_writes_is_styled():
    styled = set().union(*map(defined_by, SHEETS))
    for path in (ROOT / "questionnaire").rglob("*.py"):
        if "exports" not in path.parts:
            used = words_of(path.read_text(encoding="utf-8"))
            assert unknown(used, styled) == set(), path


def test_every_class_that_is_styled_is_used():
    unused = {name for name in own_classes() if not is_written(name)}
    assert unused == WRITTEN_BY_TIPTAP


def test_of_bootstrap_only_what_is_used_is_sent():
    names = classes_in(parse(BOOTSTRAP.read_text(encoding="utf-8")))
    assert names >= BOOTSTRAP_CLASSES
    assert {name for name in BOOTSTRAP_CLASSES if not is_written(name)} == set()


def test_names_of_classes_say_what_they_belong_to():
    one_word = {name for name in own_classes() if not re.search(r"[-_]", name)}
    assert one_word - BOOTSTRAP_CLASSES - WRITTEN_BY_TIPTAP == ONE_WORD


# Python writes the classes of these, and fields of forms those of the editor.
FROM_ELSEWHERE = {"prose.css", "answer_table.css"}


@pytest.mark.parametrize("sheet", sorted(set(SHEETS) - {"site", "editor"}))
def test_a_sheet_has_nothing_that_no_page_linking_it_uses(sheet):
    linking = [page for page in pages() if sheet in linked_by(page)]
    used = set().union(*(words_of(whole(page)) for page in linking))
    for path in files_of(f"{sheet}.css"):
        styled = classes_in(parse(path.read_text(encoding="utf-8")))
        is_used = any(is_among(word, styled) for word in used)
        assert is_used or path.name in FROM_ELSEWHERE, path


def test_a_question_has_three_sheets_and_the_editors_is_for_writers(
    client, people, project
):
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    assert sheets_at(client, reverse("account_login")) == ["site", "landing"]
    address = page_address("question", project, "1.1")
    client.force_login(people.amina)
    assert sheets_at(client, address) == ["site", "answering", "editor"]
    client.force_login(people.paul)
    assert sheets_at(client, address) == ["site", "answering"]


def sheets_at(client, address):
    html = client.get(address).content.decode()
    return re.findall(
        r'<link rel="stylesheet" href="/static/questionnaire/css/(\w+)\.css">', html
    )
