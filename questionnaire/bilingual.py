"""Text kept once per official language, in columns named `*_fr` and `*_en`."""

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


class Bilingual:
    """Read the column of the active language: `question.text` for `text_fr`.

    There is no fallback to the other language: a text that is missing reads as
    an empty string, so that nobody is shown the wrong language unawares.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, f"{self.name}_{active_language()}")


def active_language():
    """The language of the current page or export: `"fr"` or `"en"`."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def both(instance, name):
    """The two texts of one bilingual field, as `{"fr": …, "en": …}`."""
    return {code: getattr(instance, f"{name}_{code}") for code in LANGUAGES}


def in_both_languages(*names):
    """A constraint condition: each of these fields has text in both languages."""
    filled = models.Q()
    for name in names:
        for code in LANGUAGES:
            filled &= ~models.Q(**{f"{name}_{code}": ""})
    return filled
