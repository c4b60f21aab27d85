"""Bookmarks of the Word file: they lead to the same question in every version."""

import re

import pytest
from docx.oxml.ns import qn

from questionnaire.exports.docx import render as docx
from questionnaire.exports.docx.xml import BOOKMARK_LENGTH, bookmark_name
from questionnaire.exports.pdf.render import plan_html
from questionnaire.plan.compose import compose_plan
from questionnaire.plan.document import ExportOptions
from questionnaire.plan.record import read_record
from tests.exports.reading import docx_document
from tests.template_versions import (
    CHANGED_PARTS,
    DROPPED,
    DROPPED_PART,
    NEW,
    NEW_PART,
    REWORDED,
    move,
    publish_next,
)

LONG = "how-the-team-will-keep-the-data-after-the-end-of-the-project"


def bookmarked(content):
    """{bookmark: text of the paragraph, without its number}."""
    found = {}
    for mark in docx_document(content).element.body.iter(qn("w:bookmarkStart")):
        text = "".join(
            "\t" if node.tag == qn("w:tab") else node.text or ""
            for node in mark.getparent().iter(qn("w:t"), qn("w:tab"))
        )
        found[mark.get(qn("w:name"))] = text.rpartition("\t")[2]
    return found


@pytest.fixture
def plans(project, people, template, answer):
    """The plan before and after it moved to the next version of its template."""
    for label in ("1.1", "2.1", "2.2", "2.3", "3.1"):
        answer(label)
    before = compose_plan(read_record(project.pk), "fr")
    move(project, publish_next(template), people.amina)
    return before, compose_plan(read_record(project.pk), "fr")


def test_bookmarks_lead_to_the_same_question_after_a_move(plans):
    before, after = (bookmarked(docx.render(plan, ExportOptions())) for plan in plans)

    def about(name, slug):
        return slug.replace("-", "_") in name

    assert before["q_naming_conventions__fr"] == after["q_naming_conventions__fr"]
    assert {name for name in before if name not in after} == {
        name for name in before if about(name, DROPPED)
    }
    # A part that is no longer asked stays in sight below the question, once answered.
    assert bookmark_name("q_", CHANGED_PARTS, DROPPED_PART, "fr") in after
    assert {name for name in after if name not in before} == {
        *(name for name in after if about(name, NEW)),
        bookmark_name("q_", CHANGED_PARTS, NEW_PART, "fr"),
    }
    assert [
        name
        for name in before.keys() & after.keys()
        if before[name] != after[name] and not about(name, REWORDED)
    ] == []


def test_anchors_in_the_pdf_keep_their_names_after_a_move(plans):
    for plan in plans:
        html = plan_html(plan, ExportOptions())
        assert 'id="q-naming-conventions"' in html
        assert 'href="#q-naming-conventions"' in html
        assert 'id="s-data-collection"' in html
        assert not re.search(r'id="[qs]-\d', html)


@pytest.mark.parametrize(
    "slugs",
    [
        ("backup-schedule", "fr"),
        (LONG, "fr"),
        (LONG, "who", "en"),
        ("a" * 80, "fr"),
        ("Capital_and--more-", "en"),
    ],
)
def test_a_bookmark_has_a_name_that_word_accepts(slugs):
    name = bookmark_name("q_", *slugs)

    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
    assert len(name) <= BOOKMARK_LENGTH
    assert name == bookmark_name("q_", *slugs)


def test_a_short_name_can_be_read():
    assert bookmark_name("q_", "file-formats", "reuse", "en") == (
        "q_file_formats__reuse__en"
    )


def test_different_places_have_different_bookmarks():
    """Even for Word, which ignores case."""
    places = [
        ("a-b", "c", "fr"),
        ("a", "b-c", "fr"),
        ("a-b-c", "fr"),
        ("a", "b", "c-fr"),
        ("a_b", "c", "fr"),
        ("A-b", "c", "fr"),
        ("a--b", "c", "fr"),
        ("a-", "b", "fr"),
        (LONG, "fr"),
        (LONG, "en"),
        (LONG, "one", "fr"),
        (LONG, "two", "fr"),
        (f"{LONG}-2", "fr"),
    ]
    names = {bookmark_name("q_", *place).casefold() for place in places}

    assert len(names) == len(places)
