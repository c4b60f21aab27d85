"""Tags for every page: icons, the current link, message banners, errors."""

from functools import lru_cache

from django import template
from django.contrib.messages import constants
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()

_BANNERS = {
    constants.SUCCESS: ("success", "check"),
    constants.WARNING: ("warning", "alert"),
    constants.ERROR: ("error", "stop"),
}


@register.simple_tag
def icon(name):
    """Draw one of the icons of partials/icons.html; its text is written beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.simple_tag
def glyph(status):
    """Draw the mark of a question's status; its text is written beside it."""
    return format_html(
        '<svg class="status-glyph status-glyph--{0}" viewBox="0 0 18 18"'
        ' aria-hidden="true"><use href="#g-{0}"/></svg>',
        status,
    )


@register.simple_tag(takes_context=True)
def rendered(context, name):
    """Render a template once, to be shown twice: `{% rendered "…" as links %}`."""
    return context.template.engine.get_template(name).render(context)


@register.simple_tag(takes_context=True)
def unchanging(context, name):
    """A template that is the same on every page of a language: rendered once."""
    return _unchanging(context.template.engine.get_template(name), get_language())


@lru_cache(maxsize=64)
def _unchanging(piece, language):
    return piece.render(template.Context())


@register.simple_tag(takes_context=True)
def current(context, *url_names):
    """Mark a link of the navigation as leading to the page shown now."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or match.url_name not in url_names:
        return ""
    return format_html(' aria-current="{}"', "page")


@register.filter
def banner_class(message):
    """The style of a message's banner: success, info, warning or error."""
    return _BANNERS.get(message.level, ("info", "info"))[0]


@register.filter
def banner_icon(message):
    """The icon of a message's banner."""
    return _BANNERS.get(message.level, ("info", "info"))[1]


@register.filter
def first_control(field):
    """The id of the control to focus for a field: of a group, its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"
