"""Blocks as HTML for print."""

import pytest

from questionnaire.content.blocks import List, Paragraph, Quotation, Run
from questionnaire.exports.pdf.html import blocks_to_html
from tests.exports.plans import text


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (text("<b>&"), "<p>&lt;b&gt;&amp;</p>"),
        (text("one\ntwo"), "<p>one<br>two</p>"),
        (text("b", bold=True), "<p><strong>b</strong></p>"),
        (text("i", italic=True), "<p><em>i</em></p>"),
        (text("שלום"), '<p dir="rtl">שלום</p>'),
        (Quotation((text("q"),)), "<blockquote><p>q</p></blockquote>"),
        (
            List(((text("a"), text("b")), (text("c"),))),
            "<ul><li>a<p>b</p></li><li>c</li></ul>",
        ),
        (
            List(((text("c"),),), ordered=True, start=3),
            '<ol start="3" style="counter-reset: list-item 2"><li>c</li></ol>',
        ),
    ],
)
def test_each_block_has_its_element(block, html):
    assert blocks_to_html((block,)) == html


def test_a_link_contains_nothing_but_text():
    run = Run("see\nthis", bold=True, italic=True, href='https://x.example/?a="&b')

    assert blocks_to_html((Paragraph((run,)),)) == (
        '<p><strong><em><a href="https://x.example/?a=&quot;&amp;b">see</a><br>'
        '<a href="https://x.example/?a=&quot;&amp;b">this</a></em></strong></p>'
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "/relative", "data:,x"]
)
def test_only_web_and_mail_addresses_are_links(address):
    assert blocks_to_html((text("x", href=address),)) == "<p>x</p>"
