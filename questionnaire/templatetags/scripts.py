"""The scripts of a page: where their modules are, and which one starts."""

import json

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def import_map(context):
    """The import map: the address of each module; must come before any module."""
    addresses = json.dumps({"imports": staticfiles_storage.import_map()})
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context["CSP_NONCE"],
        mark_safe(addresses.replace("<", "\\u003c")),
    )


@register.simple_tag
def page_script(name):
    """Load the script of this kind of page, such as “answering/question”."""
    address = static(f"questionnaire/js/{name}_page.js")
    return format_html('<script type="module" src="{}"></script>', address)
