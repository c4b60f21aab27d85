"""Addresses of pages: in the other language, and whole ones for mail and files."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_path


def in_other_language(request: HttpRequest, language: str) -> str:
    """The address of the page shown now, in `language`, query kept.

    Addresses differ only in their prefix, `/fr/` or `/en/`, which is swapped; a page
    without a prefix leads to the other language's home page.
    """
    if not get_language_from_path(request.path_info):
        return f"/{language}/"
    return with_language(request.get_full_path(), language)


def with_language(address: str, language: str) -> str:
    """An address of a page in `language`, and the one it leads on to (`next`) too."""
    shown = get_language_from_path(address)
    if not shown:
        return address
    there = f"/{language}{address[len(shown) + 1 :]}"
    return there.replace(f"next=/{shown}/", f"next=/{language}/")


def without_language(path: str) -> str:
    """A path without its prefix, `/fr` or `/en`: the same for both languages."""
    shown = get_language_from_path(path)
    return path[len(shown) + 1 :] if shown else path


def absolute_url(name: str, *arguments: Any) -> str:
    """The address of a page of this name, with the site’s own host."""
    return absolute(reverse(name, args=arguments))


def absolute(path: str) -> str:
    """A path with the site’s own host, which no request is needed for; "" of ""."""
    site: str = settings.SITE_URL
    return site.rstrip("/") + path if path else ""
