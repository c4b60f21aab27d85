"""The layout of charts."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.lib import charts

# A slow machine is no reason to fail.
VALUES = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)


def number(text):
    """The number in a CSS length, which must have a decimal point."""
    assert "," not in text
    return float(text.removesuffix("%"))


@given(VALUES)
def test_the_longest_bar_fills_the_width_and_none_leaves_it(values):
    chart = charts.bars([("label", value, str(value)) for value in values])

    widths = [number(bar.width) for bar in chart.rows]
    assert max(widths) == (100 if max(values) else 0)
    assert all(0 <= width <= 100 for width in widths)
    assert sorted(widths) == [
        width for _v, width in sorted(zip(values, widths, strict=True))
    ]


@given(VALUES)
def test_rows_of_bars_do_not_overlap_and_stay_within_the_chart(values):
    chart = charts.bars([("label", value, str(value)) for value in values])

    below = 0
    for bar in chart.rows:
        assert below < number(bar.label_y) < number(bar.y)
        below = number(bar.y) + number(chart.bar_height)
    assert below <= number(chart.height)


def test_a_bar_is_as_long_as_its_share_of_what_its_track_stands_for():
    of_whole = charts.bars([("Arts", 72, "72")], scale=100)
    of_longest = charts.bars([("2.3", 72, "72")])

    assert (of_whole.rows[0].width, of_whole.has_track) == ("72%", True)
    assert (of_longest.rows[0].width, of_longest.has_track) == ("100%", False)


def test_bars_of_shares_are_measured_by_the_whole():
    chart = charts.bars([("2.3", 0.25, "25%")], scale=1)

    assert chart.rows[0].width == "25%"


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 2), min_size=1, max_size=12))
def test_columns_are_side_by_side_on_the_baseline_and_within_the_chart(pairs):
    chart = charts.columns(
        [("long", "l")] * len(pairs),
        [
            (str(year), [(pair[year], str(pair[year])) for pair in pairs])
            for year in (0, 1)
        ],
    )

    right = 0
    for column in chart.columns:
        assert number(column.x) >= right
        right = number(column.x) + number(column.width)
        bottom = number(column.y) + number(column.height)
        assert abs(bottom - number(chart.baseline)) < 0.2
        assert number(column.text_y) > 10
    assert right <= 100
    tallest = max(max(pair) for pair in pairs)
    heights = [number(column.height) for column in chart.columns]
    assert max(heights) == (charts.PLOT_HEIGHT if tallest else 0)


def test_series_differ_in_their_pattern_and_the_last_is_solid():
    chart = charts.columns(
        [("January", "J")], [("2025", [(1, "1")]), ("2026", [(2, "2")])]
    )

    assert chart.legend == (("2025", "hatched"), ("2026", "solid"))
    assert [column.pattern for column in chart.columns] == ["hatched", "solid"]


def test_a_suppressed_value_is_always_a_stub_of_the_same_height():
    chart = charts.columns(
        [("a", "a"), ("b", "b"), ("c", "c")],
        [("plans", [(None, ""), None, (900, "900")])],
    )

    hidden, shown = chart.columns
    assert chart.has_hidden and hidden.is_hidden and not shown.is_hidden
    assert hidden.height == str(charts.STUB_HEIGHT)
    assert hidden.text == ""


@given(VALUES)
def test_the_parts_of_a_stack_follow_each_other_to_the_end(values):
    chart = charts.stack([("label", value, str(value)) for value in values])

    end = 0
    for segment in chart.segments:
        assert abs(number(segment.x) - end) < 0.01
        end = number(segment.x) + number(segment.width)
    assert abs(end - (100 if sum(values) else 0)) < 0.01


def test_neighbours_of_a_stack_have_different_patterns():
    segments = charts.stack([("label", 1, "1")] * 4).segments

    assert len({segment.pattern for segment in segments}) == 4


@given(st.text(max_size=200), st.integers(2, 60))
def test_a_shortened_label_is_no_longer_than_it_may_be(text, most):
    short = charts.shorten(text, most)

    assert len(short) <= most
    assert short == text or short.endswith("…")


def test_a_label_is_cut_after_a_word():
    assert charts.shorten("Faculté des sciences infirmières", 25) == (
        "Faculté des sciences…"
    )


def test_an_empty_chart_is_not_an_error():
    assert charts.bars([]).rows == ()
    assert charts.stack([]).segments == ()
    assert charts.columns([], []).columns == ()
