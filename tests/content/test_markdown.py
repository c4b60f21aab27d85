"""The Markdown of templates: safe HTML, and blocks for exports."""

from questionnaire.content.blocks import List, Paragraph, Run
from questionnaire.content.markdown import markdown_blocks, markdown_html


def test_headings_become_bold_paragraphs():
    html = markdown_html("## Garder\n\nTrois *copies*.")

    assert html == "<p><strong>Garder</strong></p>\n<p>Trois <em>copies</em>.</p>\n"


def test_addresses_in_angle_brackets_become_links_that_give_nothing_away():
    assert markdown_html("<https://exemple.ca/a?b=1&c=2>") == (
        '<p><a href="https://exemple.ca/a?b=1&amp;c=2" rel="noopener noreferrer">'
        "https://exemple.ca/a?b=1&amp;c=2</a></p>\n"
    )


def test_html_in_a_template_is_shown_as_text():
    html = markdown_html("<script>alert(1)</script> et <b onclick=x>gras</b>")

    assert "<script" not in html and "<b" not in html
    assert "&lt;script&gt;" in html


def test_links_that_run_code_lead_nowhere():
    assert "javascript" not in markdown_html("[ici](javascript:alert)").split(">", 1)[0]
    assert "href" not in markdown_html("[ici](javascript:alert) [là](/chemin)")


def test_a_line_wrapped_in_the_source_is_one_line():
    assert markdown_html("une\nphrase") == "<p>une phrase</p>\n"


def test_blocks_are_read_from_the_same_text():
    assert markdown_blocks("Voici :\n\n- un\n- **deux**") == (
        Paragraph((Run("Voici :"),)),
        List(((Paragraph((Run("un"),)),), (Paragraph((Run("deux", bold=True),)),))),
    )


def test_code_keeps_its_words_in_blocks():
    assert markdown_blocks("le fichier `a_b.csv`") == (
        Paragraph((Run("le fichier a_b.csv"),)),
    )
