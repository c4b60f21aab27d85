"""Tags for every page: icons, the current link, message banners, errors."""

from functools import lru_cache

from django import forms, template
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


@register.simple_tag
def focus_first(form):
    """Let a page that is mainly a form begin in it: `{% focus_first form %}`, before.

    In the first field that is still to be filled in, otherwise in the first. A form
    with errors leaves the focus to their summary. Not for a page that says what must be
    read before anything is typed.
    """
    fields = [field for field in form.visible_fields() if _is_typed(field.field)]
    for field in fields:
        field.field.widget.attrs.pop("autofocus", None)
    if fields and not form.is_bound:
        asked = (each for each in fields if each.field.required and not each.value())
        next(asked, fields[0]).field.widget.attrs["autofocus"] = True
    return ""


def _is_typed(field):
    choices = (forms.RadioSelect, forms.CheckboxInput, forms.CheckboxSelectMultiple)
    return not field.disabled and not isinstance(field.widget, choices)


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
