"""The variants of a page – language, theme, width – and which of them are checked.

Checking every page in all eight would take most of the suite's time, and faults are
caused by one of the three values or by a pair of them. So each page is checked in two
opposite variants, which cover both languages, themes and widths, and pages take turns,
so that any three of them cover every pair of values.
"""

import re
from itertools import combinations
from typing import NamedTuple

from tests.browser.waiting import wait_for_answer

LANGUAGES = ("fr", "en")
WIDE, NARROW = 1280, 360
TALLEST_PHONE = 500


class Variant(NamedTuple):
    """A language, a theme and a width in which a page is shown."""

    language: str
    dark: bool
    width: int

    @property
    def opposite(self):
        return Variant(
            language="en" if self.language == "fr" else "fr",
            dark=not self.dark,
            width=NARROW if self.width == WIDE else WIDE,
        )

    @property
    def viewport(self):
        return viewport(self.width)

    @property
    def colour_scheme(self):
        return colour_scheme(self.dark)

    def apply_to(self, page):
        """Set the page's theme and window size."""
        page.emulate_media(color_scheme=self.colour_scheme)
        page.set_viewport_size(self.viewport)

    def address(self, address):
        """An address of the site, in the language of this variant."""
        return re.sub(r"^/(fr|en)/", f"/{self.language}/", address)


def viewport(width):
    return {"width": width, "height": 740 if width < TALLEST_PHONE else 900}


def colour_scheme(dark):
    return "dark" if dark else "light"


# For a single page: the fewest variants that cover every pair of values.
VARIANTS = (
    Variant("fr", dark=False, width=WIDE),
    Variant("fr", dark=True, width=NARROW),
    Variant("en", dark=True, width=WIDE),
    Variant("en", dark=False, width=NARROW),
)
# For a group of pages, in turn.
OPPOSITES = tuple((variant, variant.opposite) for variant in VARIANTS)


def expect_to_fit(page, **patience):
    """Wait until a page is no wider than its window."""
    wider = "document.documentElement.scrollWidth - innerWidth"
    wait_for_answer(page, f"Math.max(0, {wider})", 0, **patience)


def pairs_of_values(variants):
    """Every pair of values that occur together in one of the variants."""
    return {
        pair for each in variants for pair in combinations(each._asdict().items(), 2)
    }
