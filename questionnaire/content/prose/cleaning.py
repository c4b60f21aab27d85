"""Which tags prose may contain; the allowed set is defined only here.

The schema of the editor (static/questionnaire/js/content/prose/schema.js) follows it.
"""

import re
from collections.abc import Iterable
from html import unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from questionnaire.lib.text import (
    normalise_newlines,
    shows_something,
    validate_direction,
    validate_text,
)

# Headings as they are stored; where text is shown, they come below its question.
HEADINGS = ("h3", "h4")
TAGS = frozenset(
    {"p", "strong", "em", "sup", "sub", "a", "br", "ul", "ol", "li", "blockquote"}
    | {*HEADINGS, "pre", "table", "tr", "th", "td"}
)
MAX_LENGTH = 1_000_000
# WeasyPrint and python-docx walk the tree by recursion.
MAX_DEPTH = 21
# The depth that can be typed: two tags per level, plus p, a, strong, em and sup.
_MAX_LEVELS = (MAX_DEPTH - 5) // 2

_HREF = re.compile(r"(https?://[^\s/?#]|mailto:\S)", re.IGNORECASE)
_START = re.compile(r"[0-9]{1,6}")
_TAG = re.compile(r"<(/?)([a-z]+[1-6]?)([^>]*)>")
# Parsers drop the first line of what is preformatted if it is empty.
_EMPTY_FIRST_LINES = re.compile(r"(?<=<pre>)\n+")

# The parser's time grows with the number of tags times their depth. The depth of
# our own markup can be measured beforehand; of any other, only the tags are counted.
_OWN_TAG = re.compile(
    rf'<(/?)({"|".join(sorted(TAGS, key=len))})(?: [a-z]+="[^"<>]*")*>'
)
_MAX_OPEN_TAGS = 500
_MAX_FOREIGN_TAGS = 20_000

# The parser's time also grows with the square of the number of character references
# and non-breaking spaces. In our own markup they are hidden from it, behind a character
# that no text may hold; of any other markup, only so many are parsed.
_HIDDEN = "\ufffe"
_NBSP = "\u00a0"
_TO_HIDE = re.compile(
    f"&(?:#x27|#39|quot|amp|lt|gt|nbsp);|&(?![a-zA-Z#])|>|{_NBSP}", re.ASCII
)
_HIDDEN_AS = {
    "&#x27;": "'",
    "&#39;": "'",
    "&quot;": '"',
    "&": f"{_HIDDEN}amp;",
    ">": f"{_HIDDEN}gt;",
    _NBSP: f"{_HIDDEN}nbsp;",
}
_BARE_AMPERSAND = re.compile("&(?![a-zA-Z#])")
_MAX_FOREIGN_REFERENCES = 20_000
_ADDRESS = re.compile(r' href="([^"]*)"')

# Parsing a parser's own output may move misnested tags once or twice more.
_MAX_PASSES = 8


def is_allowed_address(href: str) -> bool:
    """Whether a link may lead there: absolute, by the web or by e-mail."""
    return bool(_HREF.match(href))


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    value = value.strip()
    if name == "href":
        return value if is_allowed_address(value) else None
    return value if _START.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}, "ol": {"start"}},
    attribute_filter=_keep_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    clean_content_tags={"script", "style"},
)


def clean_prose(html: str) -> str:
    """The HTML as it is stored; "" when it shows no text.

    Cleaning is idempotent. Raises ValidationError with a message for the author:
    a character that can't be stored (see `validate_text`), "too_long", "too_deep"
    or "tangled".
    """
    validate_prose_source(html)
    if _is_costly(html):
        raise _tangled()
    cleaned, is_stable = _sanitise_until_stable(html)
    # Character references may have hidden what was refused above.
    validate_text(cleaned)
    _refuse_length(len(cleaned))
    for address in _ADDRESS.findall(cleaned):
        validate_direction(unescape(address))
    if _depth(cleaned) > MAX_DEPTH:
        raise ValidationError(
            _(
                "Lists and quotations are nested too deeply. "
                "Use at most %(limit)s levels."
            ),
            code="too_deep",
            params={"limit": _MAX_LEVELS},
        )
    if not is_stable:
        raise _tangled()
    return cleaned if _shows_text(cleaned) else ""


def validate_prose_source(text: str) -> None:
    """Refuse HTML, or text that will become HTML, before anything else is done to it.

    Raises ValidationError for a character that can't be stored, and "too_long".
    """
    validate_text(text)
    _refuse_length(_stored_length(text))


def sanitise(html: str) -> str:
    """Safe HTML that shows a text, even one that `clean_prose` refuses."""
    html = html.encode(errors="replace").decode().replace(_HIDDEN, "\ufffd")
    if _stored_length(html) > MAX_LENGTH or _is_costly(html):
        return escape(html)
    return _sanitise_until_stable(html)[0]


def _stored_length(html: str) -> int:
    """How long the HTML will be once it is stored, before it is parsed.

    Every ampersand, “>” and non-breaking space of a text is stored as a reference.
    """
    bare = len(_BARE_AMPERSAND.findall(html))
    unpaired = max(0, html.count(">") - html.count("<"))
    return len(html) + 4 * bare + 3 * unpaired + 5 * html.count(_NBSP)


def _sanitise_until_stable(html: str) -> tuple[str, bool]:
    """(clean HTML, whether cleaning it again would change nothing).

    HTML as our editor writes it is stable at the first pass.
    """
    for _pass in range(_MAX_PASSES):
        before, html = html, _sanitise_once(html)
        if html == before:
            return html, True
        if _depth(html) > MAX_DEPTH:
            break
    return html, False


def _sanitise_once(html: str) -> str:
    html = normalise_newlines(html)
    hidden = _with_references_hidden(html)
    if hidden is None:
        cleaned = _CLEANER.clean(html)
    else:
        cleaned = _CLEANER.clean(hidden).replace(_HIDDEN, "&")
    cleaned = normalise_newlines(_unwrap_bare_links(cleaned))
    return _EMPTY_FIRST_LINES.sub("", cleaned)


def _with_references_hidden(html: str) -> str | None:
    """Our own markup with its references hidden from the parser; None for any other.

    Only in our own is it known what is text and what is an attribute.
    """
    if _HIDDEN in html or len(_OWN_TAG.findall(html)) < html.count("<"):
        return None
    pieces, end = [], 0
    for tag in _OWN_TAG.finditer(html):
        pieces += [_hide_references(html[end : tag.start()]), tag[0]]
        end = tag.end()
    hidden = "".join([*pieces, _hide_references(html[end:])])
    # Another reference by number could stand for the very character that hides.
    return None if "&#" in hidden else hidden


def _hide_references(text: str) -> str:
    def hidden(found: re.Match[str]) -> str:
        return _HIDDEN_AS.get(found[0]) or f"{_HIDDEN}{found[0][1:]}"

    return _TO_HIDE.sub(hidden, text)


def _unwrap_bare_links(html: str) -> str:
    """Drop the tags of links that lost their address, but not their content."""
    if "<a>" not in html:
        return html
    has_address = []

    def without_bare_link(tag: re.Match[str]) -> str:
        closing, name, attributes = tag.groups()
        if name != "a":
            return tag[0]
        if not closing:
            has_address.append(bool(attributes))
            return tag[0] if attributes else ""
        return tag[0] if has_address.pop() else ""

    return _TAG.sub(without_bare_link, html)


def _refuse_length(length: int) -> None:
    if length > MAX_LENGTH:
        raise ValidationError(
            _("This text is too long. Keep it under a million characters."),
            code="too_long",
        )


def _tangled() -> ValidationError:
    return ValidationError(
        _("This formatting can’t be kept. Paste the text again as plain text."),
        code="tangled",
    )


def _is_costly(html: str) -> bool:
    """Whether reading this markup could keep the server busy for seconds."""
    hidden = _with_references_hidden(html)
    parsed = html if hidden is None else hidden
    if parsed.count("&") + parsed.count(_NBSP) > _MAX_FOREIGN_REFERENCES:
        return True
    tags = html.count("<")
    own_tags = _OWN_TAG.findall(html)
    if len(own_tags) < tags:
        return tags > _MAX_FOREIGN_TAGS
    return _most_open(own_tags) > _MAX_OPEN_TAGS


def _most_open(tags: Iterable[tuple[str, str]]) -> int:
    """The greatest number of tags open at once; some close their own kind."""
    open_tags = dict.fromkeys(TAGS - {"p", "li", "br", "tr", "th", "td"}, 0)
    count = most = 0
    for closing, name in tags:
        if closing and open_tags.get(name):
            open_tags[name] -= 1
            count -= 1
        elif not closing and name in open_tags:
            open_tags[name] += 1
            count += 1
            most = max(most, count)
    return most


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name, _attributes in _TAG.findall(html):
        if name != "br":
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _shows_text(html: str) -> bool:
    return shows_something(unescape(_TAG.sub("", html)))
