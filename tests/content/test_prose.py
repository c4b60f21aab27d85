"""Prose: what cleaning keeps and refuses, and conversion to blocks and text."""

import re
import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from questionnaire.content.blocks import List, Paragraph, Quotation, Run
from questionnaire.content.prose import (
    MAX_LENGTH,
    blocks_to_html,
    blocks_to_text,
    clean_prose,
    count_words,
    prose_blocks,
    prose_to_text,
    sanitise,
    text_blocks,
    text_to_prose,
)
from tests.paste_samples import GOOGLE_DOCS, WEB_PAGE, WORD

ANSWER = (
    "<p>La règle <strong>3-2-1</strong>&nbsp;: <em>trois</em> copies, "
    "«\u202fdeux\u202f» supports, "
    '<a href="https://exemple.ca/?a=1&amp;b=2">un guide</a>.<br>Voilà.</p>'
    '<ul><li><p>nuit</p><ol start="3"><li><p>disque</p></li></ol></li></ul>'
    "<blockquote><p>Citation</p></blockquote>"
)


def paragraph(text, **style):
    return Paragraph((Run(text, **style),))


# --- Cleaning -------------------------------------------------------------------


def test_what_the_editor_writes_is_kept_byte_for_byte():
    assert clean_prose(ANSWER) == ANSWER


def test_windows_line_ends_are_the_one_thing_rewritten():
    assert clean_prose("<p>a\r\nb</p>") == "<p>a\nb</p>"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "  \n ",
        "<p></p>",
        "<p><br></p>",
        "<p>&nbsp;\u202f</p><ul><li><p></p></li></ul>",
        "<p>\u200b\u00ad\ufeff</p>",
        "<script>alert(1)</script>",
        "<img src=x>",
    ],
)
def test_an_answer_without_visible_text_is_empty(html):
    assert clean_prose(html) == ""


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<a>lien</a>", "lien"),
        ('<p><a href="/chemin">lien</a></p>', "<p>lien</p>"),
        ('<p><a href="#_ftn1">1</a></p>', "<p>1</p>"),
        ('<p><a href="//exemple.ca">lien</a></p>', "<p>lien</p>"),
        ('<a href="x"><em>a</em></a> <a href="https://b.ca">b</a>',
         '<em>a</em> <a href="https://b.ca">b</a>'),
        ('<a href=" https://b.ca ">b</a>', '<a href="https://b.ca">b</a>'),
        ('<a href="mailto:a@b.ca">b</a>', '<a href="mailto:a@b.ca">b</a>'),
        ('<ol start="abc"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ('<ol start="4" class="z"><li>x</li></ol>', '<ol start="4"><li>x</li></ol>'),
        ('<p class="a" style="color:red" dir="rtl">x</p>', "<p>x</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p><object><p>x</object>y</p>", "<p></p><p>x</p>y<p></p>"),
    ],
)  # fmt: skip
def test_only_what_prose_may_contain_is_kept(html, cleaned):
    assert clean_prose(html) == cleaned


HOSTILE = [
    "<script>alert(1)</script>x",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>x",
    "<scr<script>ipt>alert(1)</script>x",
    "<img src=x onerror=alert(1)>x",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>x",
    "<svg><script>alert(1)</script></svg>x",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>x",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=blob:https://a.ca/1>x</a>",
    "<a href='https://a.ca\" onclick=\"alert(1)'>x</a>",
    "<a href=https://a.ca onmouseover=alert(1)>x</a>",
    "<a href=https://a.ca style=position:fixed>x</a>",
    "<a href=https://a.ca target=_blank>x</a>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p id=main class=btn>x</p>",
    "<ol start=1 onclick=alert(1)><li value=9>x</ol>",
    "<iframe src=javascript:alert(1)>x</iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>x</iframe>",
    "<object data=javascript:alert(1)>x</object>",
    "<embed src=javascript:alert(1)>x",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>x",
    "<textarea><p onclick=alert(1)></textarea>x",
    "<title><img src=x onerror=alert(1)></title>x",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>x",
    "<base href=//evil.example/>x",
    "<meta http-equiv=refresh content='0;url=//evil.example'>x",
    "<link rel=stylesheet href=//evil.example/x.css>x",
    "<style>*{background:url(//evil.example)}</style>x",
    "<!--><img src=x onerror=alert(1)>-->x",
    "<!-- <p>--!><img src=x onerror=alert(1)>-->x",
    "<![CDATA[<img src=x onerror=alert(1)>]]>x",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<p><table><td><p></table><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>x",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p>{{ settings.SECRET_KEY }}{% load x %}</p>",
    "<a href=https://a.ca><table><tr><td><a href=javascript:x>y</a></table></a>",
]

ALLOWED_MARKUP = re.compile(
    r"</?(?:p|strong|em|sup|sub|ul|li|blockquote|br|h3|h4|pre|table|tr|th|td)>"
    r"|</ol>|<ol(?: start=\"[0-9]+\")?>|</a>"
    r"|<a href=\"(?:https?://|mailto:)[^\"<>]*\">"
)


@pytest.mark.parametrize("html", HOSTILE)
@pytest.mark.parametrize(
    "form",
    [clean_prose, sanitise, lambda html: blocks_to_html(prose_blocks(html), None)],
)
def test_hostile_markup_is_disarmed(html, form):
    left = ALLOWED_MARKUP.sub("", form(html))

    assert "<" not in left


@pytest.mark.parametrize("sample", [WORD, GOOGLE_DOCS, WEB_PAGE])
def test_a_paste_that_no_script_repaired_keeps_its_words_and_nothing_worse(sample):
    cleaned = clean_prose(sample)

    assert "<" not in ALLOWED_MARKUP.sub("", cleaned)
    assert "mso-" not in cleaned and "alert" not in cleaned
    assert any(word in cleaned for word in ("Photographies", "sensibles", "citation"))


PIECES = st.sampled_from(
    "<p> </p> <strong> </strong> <em> </em> <ul> </ul> <ol> <ol_start='2'> </ol> <li>"
    " </li> <blockquote> </blockquote> <br> </br> <a> <a_href='https://b.ca'>"
    " <a_href='/x'> </a> <b> </b> <i> </i> <div> </div> <table> <tr> <td> </td>"
    " </table> <svg> </svg> <math> <mi> <select> <option> </select> <template>"
    " </template> <textarea> </textarea> <title> <script> </script> <!-- --> <![CDATA["
    " ]]> <form> <button> <h1> </h1> <h3> </h3> <pre> </pre> <sup> </sup> & <"
    " > &amp; &nbsp; &#13; &#xFFFE; \u202f \xa0 \r\n texte ' \"".replace(
        "_", " \x1f"
    ).split(" ")
).map(lambda piece: piece.replace("\x1f", " "))


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join))
@example("<a href='https://b.ca'><table><tr><td><a>y</a>")
@example("<p><table><tr><td><p>x")
@example("&lt;script&gt;")
def test_cleaning_twice_changes_nothing(html):
    try:
        cleaned = clean_prose(html)
    except ValidationError:
        return

    assert clean_prose(cleaned) == cleaned
    assert "<" not in ALLOWED_MARKUP.sub("", cleaned)


# --- Refusals -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>a\x00b</p>", "nul"),
        ("<p>\ud800</p>", "surrogate"),
        ("<p>\uffff</p>", "noncharacter"),
        ("<p>&#xFFFE;</p>", "noncharacter"),
        ("<ul><li>" * 11 + "x", "too_deep"),
        ("x" * (MAX_LENGTH + 1), "too_long"),
        ("\xa0" * (MAX_LENGTH // 6) + "abcdef", "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(html, code):
    with pytest.raises(ValidationError) as refusal:
        clean_prose(html)

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


def test_eight_levels_of_lists_with_every_style_are_not_too_deep():
    html = (
        "<ul><li>" * 8
        + '<p><a href="https://b.ca"><strong><em>x</em></strong></a></p>'
        + "</li></ul>" * 8
    )

    assert clean_prose(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 80_000,
        "<ul><li>" * 100_000,
        "<div>" * 150_000,
        "<em>" * 20_000 + "<p></p>" * 40_000,
        "<ul><!--</ul>-->" * 60_000,
        '<a href="></ul>"><ul>' * 40_000,
        "<" * 900_000,
    ],
)
def test_markup_made_to_keep_the_server_busy_is_refused_at_once(html):
    began = time.process_time()

    with pytest.raises(ValidationError):
        clean_prose(html)
    sanitise(html)

    assert time.process_time() - began < 3


# --- Blocks -----------------------------------------------------------------------


def test_prose_is_read_as_blocks():
    assert prose_blocks(ANSWER) == (
        Paragraph(
            (
                Run("La règle "),
                Run("3-2-1", bold=True),
                Run("\xa0: "),
                Run("trois", italic=True),
                Run(" copies, «\u202fdeux\u202f» supports, "),
                Run("un guide", href="https://exemple.ca/?a=1&b=2"),
                Run("."),
                Run("\n"),
                Run("Voilà."),
            )
        ),
        List(
            (
                (
                    paragraph("nuit"),
                    List(((paragraph("disque"),),), ordered=True, start=3),
                ),
            )
        ),
        Quotation((paragraph("Citation"),)),
    )


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", ()),
        ("nu", (paragraph("nu"),)),
        ("a<p>b</p>c", (paragraph("a"), paragraph("b"), paragraph("c"))),
        (
            "<p>a</p><p> <br> </p><p>&nbsp;</p><p>b</p>",
            (paragraph("a"), paragraph("b")),
        ),
        ("<p>\n  a\n  <br></p>", (paragraph("a"),)),
        ("<strong><p>a</p></strong>", (paragraph("a", bold=True),)),
        ("<li>a</li>", (paragraph("a"),)),
        ("<ul><p>a</p></ul>", (List(((paragraph("a"),),)),)),
        ("<ul><li></li></ul><blockquote></blockquote>", ()),
        (
            "<ul><li>a</li><ul><li>b</li></ul></ul>",
            (List(((paragraph("a"), List(((paragraph("b"),),))),)),),
        ),
    ],
)
def test_markup_out_of_place_is_read_sensibly(html, blocks):
    assert prose_blocks(html) == blocks


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)
runs = st.builds(
    Run, texts, st.booleans(), st.booleans(), st.sampled_from([None, "https://b.ca/"])
)
paragraphs = st.lists(runs, min_size=1, max_size=4, unique_by=lambda run: run.text).map(
    lambda runs: prose_blocks(blocks_to_html([Paragraph(tuple(runs))]))[0]
)
blocks_of_prose = st.recursive(
    paragraphs,
    lambda inner: (
        st.builds(
            List,
            st.lists(
                st.lists(inner, min_size=1, max_size=2).map(tuple),
                min_size=1,
                max_size=3,
            ).map(tuple),
            st.just(True),
            st.integers(1, 300),
        )
        | st.lists(inner, min_size=1, max_size=2).map(tuple).map(Quotation)
    ),
    max_leaves=6,
)


@given(st.lists(blocks_of_prose, max_size=4).map(tuple))
def test_blocks_survive_being_written_and_read(blocks):
    assert prose_blocks(blocks_to_html(blocks)) == blocks


def test_links_are_written_so_that_they_give_nothing_away():
    html = blocks_to_html(prose_blocks('<p><a href="https://b.ca">x</a></p>'))

    assert html == '<p><a href="https://b.ca" rel="noopener noreferrer">x</a></p>'


def test_a_link_of_several_styles_stays_one_link():
    blocks = (
        Paragraph((Run("a", href="https://b.ca"), Run("b", True, href="https://b.ca"))),
    )

    assert blocks_to_html(blocks, rel=None) == (
        '<p><a href="https://b.ca">a<strong>b</strong></a></p>'
    )


def test_blocks_that_were_never_cleaned_are_escaped():
    blocks = (Paragraph((Run("<b>", href="javascript:alert(1)"),)),)

    assert blocks_to_html(blocks) == "<p>&lt;b&gt;</p>"


# --- Text ------------------------------------------------------------------------


def test_prose_reads_as_text():
    assert prose_to_text(ANSWER) == (
        "La règle 3-2-1\xa0: trois copies, «\u202fdeux\u202f» supports, un guide.\n"
        "Voilà.\n\n- nuit\n  3. disque\n\n> Citation"
    )


def test_typed_text_becomes_paragraphs_lists_and_quotations():
    text = (
        "Une ligne\nune autre\n\n\nUn paragraphe & <b>\n- a\n  suite\n  - b\n- c\n\n"
        "3. trois\n4) quatre\n> cité\n> - point"
    )

    assert text_to_prose(text) == (
        "<p>Une ligne<br>une autre</p><p>Un paragraphe &amp; &lt;b&gt;</p>"
        "<ul><li><p>a<br>suite</p><ul><li><p>b</p></li></ul></li>"
        "<li><p>c</p></li></ul>"
        '<ol start="3"><li><p>trois</p></li><li><p>quatre</p></li></ol>'
        "<blockquote><p>cité</p><ul><li><p>point</p></li></ul></blockquote>"
    )


@pytest.mark.parametrize("text", ["1986. Une belle année", "-40 °C", "3.5 Go", "a > b"])
def test_a_sentence_that_looks_a_little_like_a_list_stays_a_sentence(text):
    assert text_blocks(text) == (paragraph(text),)


@given(st.text(st.sampled_from("a b-*1.)>\n\t\xa0<&é"), max_size=60))
@example("> " * 2000 + "x")
@example("- " * 2000 + "x")
def test_any_typed_text_gives_clean_prose_with_its_words(text):
    html = text_to_prose(text)

    assert clean_prose(html) in (html, "")
    letters = re.compile("[aébc<&]")
    assert letters.findall(prose_to_text(html)) == letters.findall(text)


def test_nested_lists_keep_their_levels_through_plain_text():
    html = (
        "<ul><li><p>a</p><ol><li><p>b</p><ul><li><p>c</p></li></ul></li></ol></li></ul>"
    )

    assert text_to_prose(prose_to_text(html)) == html


def test_text_of_blocks_numbers_lists_from_their_start():
    blocks = (List(((paragraph("a"),), (paragraph("b"),)), ordered=True, start=9),)

    assert blocks_to_text(blocks) == "9. a\n10. b"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("un", 1),
        ("l’étude qu’elle mène", 3),
        ("aujourd'hui, peut-être : «\xa0oui\xa0» – 3-2-1", 4),
        ("ᐃᓄᒃᑎᑐᑦ مرحبا\n2\u202f000", 4),
    ],
)
def test_words_are_counted_as_word_processors_do(text, count):
    assert count_words(text) == count
