"""The colours of pages contrast enough, in both themes.

WCAG 2.2 asks for 4.5:1 for text (1.4.3) and 3:1 for the edges of controls and
the marks of statuses (1.4.11); the measure is its "contrast ratio".
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "styles/base/tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in PAIR.findall(TOKENS.read_text())
}
GROUNDS = ["bg", "surface", "surface-2"]
TEXTS = [
    *[(ink, ground) for ink in ("text", "muted") for ground in GROUNDS],
    *[(ink, ground) for ink in ("link", "visited") for ground in ("bg", "surface")],
    ("text", "action-soft"),
    ("link", "action-soft"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-danger", "danger"),
    ("bg", "text"),
    ("danger", "bg"),
    ("success", "bg"),
    *[
        (ink, f"{ink}-soft")
        for ink in ("success", "warning", "changes", "danger", "ins", "del")
    ],
    *[("text", f"{tint}-soft") for tint in ("success", "warning", "changes", "danger")],
]
EDGES = [
    *[("control", ground) for ground in GROUNDS],
    *[(f"c-{fill}", "bg") for fill in ("answered", "decide", "changes", "agreed")],
    ("action", "bg"),
    ("danger", "bg"),
    ("focus", "bg"),
    ("focus", "surface-2"),
    ("focus-halo", "action"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(ink, ground, theme):
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_controls_and_marks_stand_out_from_their_ground(edge, ground, theme):
    assert contrast(COLOURS[edge][theme], COLOURS[ground][theme]) >= 3


def test_the_measure_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def contrast(one, other):
    """WCAG's contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """WCAG's relative luminance of a colour written `#rrggbb`."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
