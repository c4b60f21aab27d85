"""The looks of a page – language, theme, width – and which of them are looked at.

Seeing every page in all eight would take most of the suite's time, and faults of
looks come from one of the three or from two that meet. So each page is seen in two
opposite looks, which show it in either language, theme and width, and pages take
turns, so that three of them show every two values together.
"""

import re
from itertools import combinations
from typing import NamedTuple

from tests.browser.waiting import wait_for_answer

LANGUAGES = ("fr", "en")
WIDE, NARROW = 1280, 360
TALLEST_PHONE = 500


class Look(NamedTuple):
    language: str
    dark: bool
    width: int

    @property
    def opposite(self):
        return Look(
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

    def put_on(self, page):
        """Give the page's window this look."""
        page.emulate_media(color_scheme=self.colour_scheme)
        page.set_viewport_size(self.viewport)

    def address(self, address):
        """An address of the site, in the language of this look."""
        return re.sub(r"^/(fr|en)/", f"/{self.language}/", address)


def viewport(width):
    return {"width": width, "height": 740 if width < TALLEST_PHONE else 900}


def colour_scheme(dark):
    return "dark" if dark else "light"


# For a page that stands alone: the fewest looks that show every two values together.
LOOKS = (
    Look("fr", dark=False, width=WIDE),
    Look("fr", dark=True, width=NARROW),
    Look("en", dark=True, width=WIDE),
    Look("en", dark=False, width=NARROW),
)
# For pages of a group, in turn.
OPPOSITES = tuple((look, look.opposite) for look in LOOKS)


def expect_to_fit(page, **patience):
    """Wait until a page is no wider than its window."""
    wider = "document.documentElement.scrollWidth - innerWidth"
    wait_for_answer(page, f"Math.max(0, {wider})", 0, **patience)


def pairs_of_values(looks):
    """Every two values that are seen together in one of the looks."""
    return {pair for look in looks for pair in combinations(look._asdict().items(), 2)}
