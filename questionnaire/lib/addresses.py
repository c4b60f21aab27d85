"""Addresses of pages in the other language."""

from django.http import HttpRequest
from django.utils.translation import get_language_from_path


def in_other_language(request: HttpRequest, language: str) -> str:
    """The address of the page shown now, in `language`, query kept.

    Addresses differ only in their prefix, `/fr/` or `/en/`, which is swapped; a page
    without a prefix leads to the other language's home page.
    """
    path = request.get_full_path()
    shown = get_language_from_path(request.path_info)
    if not shown:
        return f"/{language}/"
    return f"/{language}{path[len(shown) + 1 :]}"
