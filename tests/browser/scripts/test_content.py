"""The content of fields: numbers, pasted cells, prose as HTML and as plain text."""

import pytest

from questionnaire.content.invented import details_of
from questionnaire.content.prose import count_words
from tests.vectors import vectors

pytestmark = pytest.mark.urls("tests.browser.scripts.module_urls")

NUMBERS = vectors("numbers")
TYPOGRAPHY = vectors("typography")


def test_numbers_are_read_as_the_server_reads_them(run):
    read = run(
        "content/tables/numbers",
        "({ parseNumber }, all) =>"
        " all.map((each) => parseNumber(each.text, each.language))",
        NUMBERS["read"],
    )

    assert [
        {**example, "number": number}
        for example, number in zip(NUMBERS["read"], read, strict=True)
    ] == NUMBERS["read"]


def test_numbers_are_written_as_the_server_writes_them(run):
    written = run(
        "content/tables/numbers",
        "({ formatNumber }, all) =>"
        " all.map((each) => formatNumber(each.number, each.language))",
        NUMBERS["written"],
    )

    assert written == [example["text"] for example in NUMBERS["written"]]


def test_french_is_set_as_the_server_sets_it(run):
    found = run(
        "content/typography",
        "({ typeset }, all) => all.map((each) => typeset(each.text))",
        TYPOGRAPHY["typeset"],
    )

    assert found == [each["typeset"] for each in TYPOGRAPHY["typeset"]]


def test_what_is_being_typed_is_set_as_the_server_would(run):
    found = run(
        "content/typography",
        "({ typographicChanges: found }, all) => all.map((each) =>"
        " found(each.text, true).map((it) => [it.start, it.end, it.text]))",
        TYPOGRAPHY["typed"],
    )

    assert found == [each["changes"] for each in TYPOGRAPHY["typed"]]


def test_made_up_details_are_found_as_the_server_finds_them(run):
    cases = vectors("invented")["cases"]
    lines = [
        "\n".join(each.line for each in details_of(case["example"], case["passages"]))
        for case in cases
    ]
    found = run(
        "answering/invented",
        "({ inventedLeft, readDetails }, texts, lines) =>"
        " texts.map((text, at) => inventedLeft(text, readDetails(lines[at])))",
        [case["text"] for case in cases],
        lines,
    )

    assert {case["name"]: left for case, left in zip(cases, found, strict=True)} == {
        case["name"]: case["left"] for case in cases
    }


GRIDS = [
    ("a\tb\r\nc\td\r\n", "", [["a", "b"], ["c", "d"]]),
    ('"two\nlines"\t"a ""word"""', "", [["two\nlines", 'a "word"']]),
    ('say "so"\tb', "", [['say "so"', "b"]]),
    ("a\t\n\tb", "", [["a", ""], ["", "b"]]),
    ("a\nb", "<table><tr><td>a", [["a"], ["b"]]),
    ("one cell", "<table><tr><td>one cell", None),
    ("two lines\nof text", "", None),
]


def test_what_a_spreadsheet_copied_is_read_as_cells(run):
    parse = "({ parseGrid }, all) => all.map(([text, html]) => parseGrid(text, html))"

    assert run("content/tables/clipboard", parse, GRIDS) == [grid for *_, grid in GRIDS]


ADDRESSES = {
    "example.org": "https://example.org",
    " example.org/a?b=c ": "https://example.org/a?b=c",
    "name@example.org": "mailto:name@example.org",
    "http://example.org": "http://example.org",
    "javascript:alert(1)": "javascript:alert(1)",
    "two words.org": "",
    "word": "",
    "": "",
}


def test_an_address_is_completed_as_people_mean_it(run):
    complete = "({ completeAddress }, typed) => typed.map(completeAddress)"

    completed = run("content/prose/addresses", complete, list(ADDRESSES))

    assert dict(zip(ADDRESSES, completed, strict=True)) == ADDRESSES


ALLOWED = ["https://example.org", "HTTP://example.org", "mailto:name@example.org"]
FORBIDDEN = ["https://", "javascript:alert(1)", "data:text/html,x", "/relative", None]


def test_a_link_leads_to_the_web_or_to_a_mailbox(run):
    check = "({ isAllowedAddress }, all) => all.filter(isAllowedAddress)"

    assert run("content/prose/addresses", check, ALLOWED + FORBIDDEN) == ALLOWED


def test_plain_text_becomes_paragraphs_and_comes_back(run):
    html = "<p>one &lt;b&gt;<br>two</p><p>three</p>"
    text = "one <b>\ntwo\n\nthree"
    both = """({ plainTextToHTML, htmlToPlainText }, text, html) =>
      [plainTextToHTML(text), htmlToPlainText(html)]"""

    assert run("content/prose/plain_text", both, text, html) == [html, text]


WORDS = {"": 0, "l’eau et 2 sels": 4, "— one – two\u00a0!": 2, "مرحبا 👩‍🔬": 1}


def test_words_are_counted_as_on_the_server(run):
    count = "({ countWords }, texts) => texts.map(countWords)"

    assert run("content/prose/plain_text", count, list(WORDS)) == list(WORDS.values())
    assert [count_words(text) for text in WORDS] == list(WORDS.values())


def test_html_that_reads_alike_is_compared_alike(run):
    compare = "({ normalizedHTML }, one, other) => [one, other].map(normalizedHTML)"

    one, other = run(
        "content/prose/fields",
        compare,
        "<p>é&nbsp;x</p><p></p>",
        "<p>&eacute;\u00a0x</p>",
    )

    assert one == other


def test_rows_that_read_alike_are_compared_alike(run):
    compare = "({ normalizedRows }, ...all) => all.map(normalizedRows)"
    stored = [{"b": "2", "a": "1"}, {}]

    alike = run("content/tables/fields", compare, stored, '[{"a": "1", "b": "2"}]', "")

    assert alike == ['[[["a","1"],["b","2"]]]'] * 2 + [""]
