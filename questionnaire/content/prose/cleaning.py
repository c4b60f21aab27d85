"""Which tags prose may contain; the allowed set is defined only here.

The schema of the editor (static/questionnaire/js/content/prose/schema.js) follows it.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from questionnaire.lib.text import normalise_newlines, validate_text

TAGS = frozenset({"p", "strong", "em", "ul", "ol", "li", "a", "blockquote", "br"})
MAX_LENGTH = 1_000_000
# WeasyPrint and python-docx walk the tree by recursion.
MAX_DEPTH = 20
# The depth that can be typed: two tags per level, plus p, a, strong and em.
_MAX_LEVELS = (MAX_DEPTH - 4) // 2

_HREF = re.compile(r"(https?://[^\s/?#]|mailto:\S)", re.IGNORECASE)
_START = re.compile(r"[0-9]{1,6}")
_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")

# The parser's time grows with the number of tags times their depth. The depth of
# our own markup can be measured beforehand; of any other, only the tags are counted.
_OWN_TAG = re.compile(
    rf'<(/?)({"|".join(sorted(TAGS, key=len, reverse=True))})(?: [a-z]+="[^"<>]*")*>'
)
_MAX_OPEN_TAGS = 500
_MAX_FOREIGN_TAGS = 20_000

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
    validate_text(html)
    _refuse_length(html)
    if _is_costly(html):
        raise _tangled()
    cleaned = _sanitise_until_stable(html)
    # Character references may have hidden what was refused above.
    validate_text(cleaned)
    _refuse_length(cleaned)
    if _depth(cleaned) > MAX_DEPTH:
        raise ValidationError(
            _(
                "Lists and quotations are nested too deeply. "
                "Use at most %(limit)s levels."
            ),
            code="too_deep",
            params={"limit": _MAX_LEVELS},
        )
    if _sanitise_once(cleaned) != cleaned:
        raise _tangled()
    return cleaned if _shows_text(cleaned) else ""


def sanitise(html: str) -> str:
    """Safe HTML that shows a text, even one that `clean_prose` refuses."""
    html = html.encode(errors="replace").decode()
    return escape(html) if _is_costly(html) else _sanitise_until_stable(html)


def _sanitise_until_stable(html: str) -> str:
    for _pass in range(_MAX_PASSES):
        before, html = html, _sanitise_once(html)
        if html == before or _depth(html) > MAX_DEPTH:
            break
    return html


def _sanitise_once(html: str) -> str:
    cleaned = _CLEANER.clean(normalise_newlines(html))
    return normalise_newlines(_unwrap_bare_links(cleaned))


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


def _refuse_length(html: str) -> None:
    if len(html) > MAX_LENGTH:
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
    tags = html.count("<")
    own_tags = _OWN_TAG.findall(html)
    if len(own_tags) < tags:
        return tags > _MAX_FOREIGN_TAGS
    return _most_open(own_tags) > _MAX_OPEN_TAGS


def _most_open(tags: Iterable[tuple[str, str]]) -> int:
    """The greatest number of tags open at once; p and li close their own kind."""
    open_tags = dict.fromkeys(TAGS - {"p", "li", "br"}, 0)
    most = 0
    for closing, name in tags:
        if name in open_tags:
            open_tags[name] = max(0, open_tags[name] + (-1 if closing else 1))
            most = max(most, sum(open_tags.values()))
    return most


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name, _attributes in _TAG.findall(html):
        if name != "br":
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _shows_text(html: str) -> bool:
    # Any character but separators (Z) and control or format characters (C).
    text = unescape(_TAG.sub("", html))
    return any(unicodedata.category(mark)[0] not in "ZC" for mark in text)
