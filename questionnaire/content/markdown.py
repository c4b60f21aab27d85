"""Markdown of templates (guidance, summaries) as safe HTML and as blocks."""

from functools import lru_cache
from typing import Any, cast

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from questionnaire.content.blocks import Block
from questionnaire.content.prose.cleaning import TAGS, is_allowed_address
from questionnaire.content.prose.reading import prose_blocks

# Headings would break into the page's own outline: they become bold paragraphs.
_HEADING = ("<p><strong>", "</strong></p>\n")


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    rules: dict[str, Any] = cast(RendererHTML, parser.renderer).rules
    rules["heading_open"] = lambda *args: _HEADING[0]
    rules["heading_close"] = lambda *args: _HEADING[1]
    # Line breaks in the source only come from wrapping the YAML file: ignore them.
    rules["softbreak"] = lambda *args: " "
    return parser


_MARKDOWN = _markdown()
_CLEANER = nh3.Cleaner(
    tags={*TAGS, "code"},
    attributes={"a": {"href"}, "ol": {"start"}},
    attribute_filter=lambda tag, name, value: (
        None if name == "href" and not is_allowed_address(value) else value
    ),
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


@lru_cache(maxsize=1024)
def markdown_html(text: str) -> SafeString:
    """Safe HTML of CommonMark text; HTML inside the text is escaped."""
    return mark_safe(_CLEANER.clean(_MARKDOWN.render(text)))  # noqa: S308


@lru_cache(maxsize=1024)
def markdown_blocks(text: str) -> tuple[Block, ...]:
    """The same text as blocks, for exports."""
    return prose_blocks(markdown_html(text))
