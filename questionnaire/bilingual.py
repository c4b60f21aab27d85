"""Text kept once per official language, in columns named `*_fr` and `*_en`."""

from typing import Self, overload

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


class Bilingual:
    """Read the column of the active language: `question.text` for `text_fr`.

    There is no fallback to the other language: a text that is missing reads as
    an empty string, so that nobody is shown the wrong language unawares.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: models.Model, owner: type | None = None) -> str: ...

    def __get__(
        self, instance: models.Model | None, owner: type | None = None
    ) -> Self | str:
        if instance is None:
            return self
        return str(getattr(instance, f"{self.name}_{active_language()}"))


def active_language() -> str:
    """The language of the current page or export: `"fr"` or `"en"`."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def both(instance: models.Model, name: str) -> dict[str, str]:
    """The two texts of one bilingual field, as `{"fr": …, "en": …}`."""
    return {code: getattr(instance, f"{name}_{code}") for code in LANGUAGES}


def in_both_languages(*names: str) -> models.Q:
    """A constraint condition: each of these fields has text in both languages."""
    filled = models.Q()
    for name in names:
        for code in LANGUAGES:
            filled &= ~models.Q(**{f"{name}_{code}": ""})
    return filled
