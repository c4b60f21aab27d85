"""Style sheets style what templates use and no more; a page links what it needs."""

import os
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from dmp_site import style_sheets
from dmp_site.style_sheets import BOOTSTRAP, BOOTSTRAP_CLASSES, SOURCES, parse
from questionnaire.models import Membership
from questionnaire.vocabulary import Role

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
# Files and mail are no pages: they have styles of their own, or none.
NO_PAGES = ("exports/", "emails/", "account/email/", "account/messages/")

SHEETS = [name.removesuffix(".css") for name in style_sheets.sheet_names()]
# A page may link these beside one of its subject.
BESIDE_OTHERS = {"site", "editor", "statistics"}

# One word is enough for what is one thing wherever it stands. Its parts are called
# `name__part`, its variants `name--variant`; other names have two words.
ONE_WORD = {
    "avatar", "banner", "chart", "disclosure", "guidance", "icon", "lead", "masthead",
    "panel", "prose", "roster", "task", "thread", "voice", "voices", "wordmark",
}  # fmt: skip
WRITTEN_BY_TIPTAP = {
    "ProseMirror",
    "ProseMirror-hideselection",
    "ProseMirror-separator",
}

CLASS_NAME = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
ATTRIBUTE = re.compile(r'\bclass="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{]|\{\w*\})*)"')
LINK = re.compile(r"'questionnaire/css/(\w+)\.css'")
NAMED_TEMPLATE = re.compile(r'\{% (?:include|extends) "([\w/.]+\.html)"')
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
    return classes_in(parse(style_sheets.put_together(f"{sheet}.css")))


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
        and not re.search(rf"\.{re.escape(word)}\b", scripts())
    }


@cache
def scripts():
    folder = ROOT / "static/questionnaire/js"
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".js", ".mjs")
    )


def code():
    """Everything that writes or reads classes: templates, Python and scripts."""
    folders = (TEMPLATES, ROOT / "questionnaire", ROOT / "static/questionnaire/js")
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".html", ".py", ".js", ".mjs")
        and "exports" not in path.parts
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
    text = code()
    values = {word[:-1] for word in words_of(text) if word.endswith("*")}
    unused = {
        name
        for name in own_classes()
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)
        and not any(name.startswith(value) for value in values)
    }
    assert unused == WRITTEN_BY_TIPTAP


def test_of_bootstrap_only_what_is_used_is_sent():
    names = classes_in(parse(BOOTSTRAP.read_text(encoding="utf-8")))
    assert names >= BOOTSTRAP_CLASSES
    text = code()
    assert [
        name
        for name in sorted(BOOTSTRAP_CLASSES)
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)
    ] == []


def test_names_of_classes_say_what_they_belong_to():
    one_word = {name for name in own_classes() if not re.search(r"[-_]", name)}
    assert one_word - BOOTSTRAP_CLASSES - WRITTEN_BY_TIPTAP == ONE_WORD


def test_every_source_is_in_a_sheet_and_no_page_gets_one_twice():
    parts = {sheet: files_of(sheet) for sheet in SHEETS}
    everything = {path.relative_to(SOURCES) for path in SOURCES.rglob("*/*.css")}
    ours = set().union(*parts.values()) - {
        BOOTSTRAP,
        BOOTSTRAP.with_stem(f"{BOOTSTRAP.stem}-reboot"),
    }
    assert {path.relative_to(SOURCES) for path in ours} == everything
    for sheet in BESIDE_OTHERS:
        for other in SHEETS:
            assert other == sheet or not parts[sheet] & parts[other], (sheet, other)


def files_of(sheet):
    return {path for path, _layer in style_sheets.imports_of(SOURCES / f"{sheet}.css")}


@pytest.mark.parametrize("sheet", sorted(set(SHEETS) - {"site"}))
def test_a_sheet_has_nothing_that_no_page_linking_it_uses(sheet):
    used = set()
    for page in pages():
        if sheet in linked_by(page):
            used |= words_of(whole(page))
    for path in files_of(sheet) if sheet != "editor" else ():
        styled = classes_in(parse(path.read_text(encoding="utf-8")))
        if path.stem not in ("prose", "answer_table"):
            assert any(is_among(word, styled) for word in used), path


def test_no_rule_needs_to_shout():
    assert [
        path for path in SOURCES.rglob("*.css") if "!important" in path.read_text()
    ] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_a_sheet_names_is_there(sheet):
    for path in files_of(sheet):
        assert path.is_file()
    for address in re.findall(
        r'url\("(\.\./[^"]+)"\)', style_sheets.put_together(f"{sheet}.css")
    ):
        assert finders.find(f"questionnaire/{address.removeprefix('../')}"), address


def test_layers_stand_in_one_order():
    text = style_sheets.put_together("site.css")
    order = re.match(r"@layer ([\w, ]+);", text)[1].split(", ")
    for sheet in SHEETS:
        layers = re.findall(
            r"@layer (\w+)\{", style_sheets.put_together(f"{sheet}.css")
        )
        assert layers == sorted(layers, key=order.index)


def test_a_question_has_three_sheets_and_the_editors_is_for_writers(
    client, people, project
):
    Membership.objects.create(project=project, user=people.paul, role=Role.VIEWER)
    assert sheets_at(client, reverse("account_login")) == ["site"]
    address = reverse("question", args=[project.pk, "1.1"])
    client.force_login(people.amina)
    assert sheets_at(client, address) == ["site", "answering", "editor"]
    client.force_login(people.paul)
    assert sheets_at(client, address) == ["site", "answering"]


def sheets_at(client, address):
    html = client.get(address).content.decode()
    return re.findall(
        r'<link rel="stylesheet" href="/static/questionnaire/css/(\w+)\.css">', html
    )


# --- Putting together ---------------------------------------------------------


def test_comments_and_line_breaks_are_left_out_and_strings_kept():
    text = """
    /* a { b: c } */
    .a,
    .b { content: "; } /* x */"; color: red }
    @media (min-width: 1rem) { .a { color: blue; } }
    """
    assert "".join(map(str, parse(text))) == (
        '.a, .b{content: "; } /* x */";color: red;}'
        "@media (min-width: 1rem){.a{color: blue;}}"
    )


def test_of_bootstrap_a_rule_is_taken_for_the_classes_that_are_used():
    rules = """
    .btn, .btn-close { a: b }
    :not(.btn-check) + .btn:active { c: d }
    a, .modal .btn { e: f }
    @media print { .navbar { g: h } .table { i: j } }
    @media print { .navbar { g: h } }
    @keyframes spinner { to { k: l } }
    """
    taken = style_sheets.used_of_bootstrap(parse(rules))
    assert "".join(map(str, taken)) == (
        ".btn{a: b;}:not(.btn-check) + .btn:active{c: d;}@media print{.table{i: j;}}"
    )


def test_a_sheet_is_put_together_again_when_a_source_changes(
    tmp_path, monkeypatch, settings
):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(style_sheets, "SOURCES", tmp_path / "styles")
    part = tmp_path / "styles/parts/one.css"
    part.parent.mkdir(parents=True)
    part.write_text(".one { color: red; }")
    (tmp_path / "styles/all.css").write_text(
        '@layer a;\n@import url("parts/one.css") layer(a);'
    )
    finder = style_sheets.StyleSheetsFinder()
    found = Path(finder.find("questionnaire/css/all.css"))
    assert found.read_text() == "@layer a;@layer a{.one{color: red;}}"
    part.write_text(".one { color: blue; }")
    later = found.stat().st_mtime + 10
    os.utime(part, (later, later))
    assert "blue" in Path(finder.find("questionnaire/css/all.css")).read_text()
    assert [name for name, _storage in finder.list([])] == ["all.css"]
    assert finder.find("questionnaire/css/one.css") == []
    assert finder.find("elsewhere/all.css") == []
