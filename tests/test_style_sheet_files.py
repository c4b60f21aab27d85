"""Style sheets are put together from their sources: in layers, each file once."""

import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from dmp_site import style_sheets
from dmp_site.style_sheets import SOURCES, files_of, parse, put_together

SHEETS = style_sheets.sheet_names()
# A page may link these beside one of its subject.
BESIDE_OTHERS = {"site.css", "editor.css", "statistics.css"}


def test_every_source_is_in_a_sheet_and_no_page_gets_one_twice():
    parts = {sheet: files_of(sheet) for sheet in SHEETS}
    ours = {
        path for files in parts.values() for path in files if SOURCES in path.parents
    }
    assert ours == set(SOURCES.rglob("*/*.css"))
    for sheet in BESIDE_OTHERS:
        for other in SHEETS:
            assert other == sheet or not parts[sheet] & parts[other], (sheet, other)


def test_no_rule_needs_to_shout():
    assert [
        path for path in SOURCES.rglob("*.css") if "!important" in path.read_text()
    ] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_a_sheet_names_is_there(sheet):
    for path in files_of(sheet):
        assert path.is_file()
    for address in re.findall(r'url\("\.\./([^"]+)"\)', put_together(sheet)):
        assert finders.find(f"questionnaire/{address}"), address


@pytest.mark.parametrize("sheet", SHEETS)
def test_layers_stand_in_the_order_that_every_page_declares(sheet):
    declared = re.match(r"@layer ([\w, ]+);", put_together("site.css"))[1].split(", ")
    layers = re.findall(r"@layer (\w+)\{", put_together(sheet))
    assert layers == sorted(layers, key=declared.index)


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
