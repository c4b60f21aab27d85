"""The layout of charts: positions and sizes for the templates in library/charts.

Horizontal lengths are percentages of the width, so that a chart fills a screen of
any size with text of one size; vertical ones are pixels. Numbers are given as text,
because templates would write their decimals with a comma in French.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

# The class names of the patterns in questionnaire/library/charts/patterns.html.
PATTERNS = ("solid", "hatched", "dotted", "outlined")

# (label, value, text of the value), and (name, the values of a series); a value is
# (number, text), (None, text) when it may not be shown, None when there is none.
Row: TypeAlias = tuple[str, float, str]
Series: TypeAlias = tuple[str, Sequence[tuple[float | None, str] | None]]

ROW_HEIGHT = 46
LABEL_DROP = 16
BAR_DROP = 23
BAR_HEIGHT = 14

PLOT_TOP = 26
PLOT_HEIGHT = 180
AXIS_HEIGHT = 28
# The share of a label's slot that its columns fill.
COLUMNS_SHARE = 0.76
# The height of a suppressed column: a stub that shows that there is a value.
STUB_HEIGHT = 8

STACK_HEIGHT = 40

WIDE_LABEL = 48
NARROW_LABEL = 30
# As many characters as fit side by side on a narrow screen.
NARROW_CHARACTERS = 40


@dataclass(frozen=True)
class Bar:
    """One row: its label and value on one line, the bar below it."""

    label: str
    short_label: str
    text: str
    label_y: str
    y: str
    width: str


@dataclass(frozen=True)
class Bars:
    rows: tuple[Bar, ...]
    height: str
    # Behind each bar, the whole that it is a share of; False when there is none.
    has_track: bool = True
    bar_height: str = str(BAR_HEIGHT)


@dataclass(frozen=True)
class Column:
    """One value of a series; `is_hidden` when it is suppressed."""

    x: str
    width: str
    y: str
    height: str
    text: str
    text_x: str
    text_y: str
    pattern: str
    # The text does not fit above the column on a narrow screen.
    is_long: bool
    is_hidden: bool


@dataclass(frozen=True)
class Tick:
    label: str
    short_label: str
    x: str


@dataclass(frozen=True)
class Columns:
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    # (name, pattern) of each series, when there are several.
    legend: tuple[tuple[str, str], ...]
    has_hidden: bool
    height: str = str(PLOT_TOP + PLOT_HEIGHT + AXIS_HEIGHT)
    baseline: str = str(PLOT_TOP + PLOT_HEIGHT)
    axis_y: str = str(PLOT_TOP + PLOT_HEIGHT + AXIS_HEIGHT - 8)


@dataclass(frozen=True)
class Segment:
    label: str
    text: str
    x: str
    width: str
    pattern: str


@dataclass(frozen=True)
class Stack:
    segments: tuple[Segment, ...]
    height: str = str(STACK_HEIGHT)


def bars(rows: Sequence[Row], *, scale: float | None = None) -> Bars:
    """Horizontal bars, one below the other; `rows` are (label, value, value as text).

    A bar of length `scale`, the whole, fills its track. Without one, there is no track,
    and the longest bar fills the width.
    """
    has_track = scale is not None
    scale = scale or max((value for _label, value, _text in rows), default=0)
    return Bars(
        rows=tuple(
            Bar(
                label=shorten(label, WIDE_LABEL),
                short_label=shorten(label, NARROW_LABEL),
                text=text,
                label_y=_number(position * ROW_HEIGHT + LABEL_DROP),
                y=_number(position * ROW_HEIGHT + BAR_DROP),
                width=_percent(value / scale if scale else 0),
            )
            for position, (label, value, text) in enumerate(rows)
        ),
        height=str(len(rows) * ROW_HEIGHT),
        has_track=has_track,
    )


def columns(labels: Sequence[tuple[str, str]], series: Sequence[Series]) -> Columns:
    """Columns side by side.

    `labels` are (label, label for narrow screens); `series` are (name, values), a
    value being (number, text), (None, text) when it is suppressed, or None when there
    is none.
    """
    tallest = max(
        (value[0] or 0 for _name, values in series for value in values if value),
        default=0,
    )
    slot = 1 / max(1, len(labels))
    width = slot * COLUMNS_SHARE / max(1, len(series))
    found = []
    for position in range(len(labels)):
        start = (position + (1 - COLUMNS_SHARE) / 2) * slot
        for order, (_name, values) in enumerate(series):
            value = values[position]
            if value is not None:
                found.append(
                    _column(
                        *value,
                        tallest=tallest,
                        x=start + order * width,
                        width=width,
                        pattern=PATTERNS[len(series) - 1 - order],
                        room=NARROW_CHARACTERS // len(labels),
                    )
                )
    return Columns(
        columns=tuple(found),
        ticks=tuple(
            Tick(label, short, _percent((position + 0.5) * slot))
            for position, (label, short) in enumerate(labels)
        ),
        legend=tuple(
            (name, PATTERNS[len(series) - 1 - order])
            for order, (name, _values) in enumerate(series)
        )
        if len(series) > 1
        else (),
        has_hidden=any(column.is_hidden for column in found),
    )


def _column(
    number: float | None,
    text: str,
    *,
    tallest: float,
    x: float,
    width: float,
    pattern: str,
    room: int,
) -> Column:
    is_hidden = number is None
    height: float = STUB_HEIGHT
    if number is not None:
        height = PLOT_HEIGHT * number / tallest if tallest else 0
    top = PLOT_TOP + PLOT_HEIGHT - height
    return Column(
        x=_percent(x),
        # A gap between neighbours, so that they can be distinguished without colour.
        width=_percent(width * 0.92),
        y=_number(top),
        height=_number(height),
        text=text,
        text_x=_percent(x + width * 0.46),
        text_y=_number(top - 7),
        pattern=pattern,
        is_long=len(text) > room,
        is_hidden=is_hidden,
    )


def stack(parts: Sequence[Row]) -> Stack:
    """One bar for the whole, cut in `parts`: (label, value, value as text)."""
    whole = sum(value for _label, value, _text in parts)
    segments: list[Segment] = []
    before = 0.0
    for position, (label, value, text) in enumerate(parts):
        segments.append(
            Segment(
                label=label,
                text=text,
                x=_percent(before / whole if whole else 0),
                width=_percent(value / whole if whole else 0),
                pattern=PATTERNS[position % len(PATTERNS)],
            )
        )
        before += value
    return Stack(tuple(segments))


def shorten(text: str, most: int) -> str:
    """The text in no more than `most` characters, cut after a word if it can be."""
    if len(text) <= most:
        return text
    start = text[: most - 1]
    cut = start.rpartition(" ")[0]
    return (cut if len(cut) > most // 2 else start).rstrip(" ,;:–-") + "…"


def _percent(share: float) -> str:
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
