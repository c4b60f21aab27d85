"""No count of plans tells about fewer than five people, not even by subtraction."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.queries.library.small_groups import (
    MIN_CELL_SIZE,
    Group,
    merge_cells,
    suppress_small_cells,
)

# Each plan: the group that it belongs to, and its people.
PLANS = st.lists(
    st.tuples(
        st.sampled_from("abcdefgh"),
        st.frozensets(st.integers(1, 25), min_size=1, max_size=5),
    ),
    max_size=25,
)


def groups_of(plans):
    """What the database would give: counts, and the lowest and the highest id."""
    found = defaultdict(list)
    for key, people in plans:
        found[key].append(people)
    groups = {}
    for key, teams in found.items():
        people = frozenset().union(*teams)
        groups[key] = Group(
            len(teams), len(people), frozenset({min(people), max(people)})
        )
    return groups


def people_of(plans, keys):
    return frozenset().union(*(people for key, people in plans if key in keys))


@given(
    PLANS,
    st.one_of(st.none(), st.integers(1, 4)),
    st.frozensets(st.sampled_from("ab"), max_size=1),
)
def test_nothing_shown_and_nothing_in_the_rest_tells_about_fewer_than_five(
    plans, most, never_shown
):
    groups = groups_of(plans)

    figure = suppress_small_cells(groups, most=most, never_shown=never_shown)

    for key in figure.shown:
        assert len(people_of(plans, {key})) >= MIN_CELL_SIZE
    if figure:
        # The total is known, so what is hidden can be computed as a whole.
        left_over = people_of(plans, groups.keys() - figure.shown)
        assert not left_over or len(left_over) >= MIN_CELL_SIZE


@given(PLANS, st.one_of(st.none(), st.integers(1, 4)))
def test_what_is_shown_and_the_rest_are_all_plans_or_nothing_is(plans, most):
    groups = groups_of(plans)

    figure = suppress_small_cells(groups, most=most)

    if figure:
        assert sum(figure.shown.values()) + figure.rest == len(plans)
    assert figure.hidden == groups.keys() - figure.shown
    assert not figure.hidden or figure.rest or not figure.shown


@given(PLANS)
def test_people_of_several_groups_are_never_overestimated(plans):
    groups = groups_of(plans)

    assert merge_cells(groups.values()).people <= len(people_of(plans, groups))


def test_five_people_are_enough_and_four_are_not():
    assert suppress_small_cells({"a": Group(1, 5)}).shown == {"a": 1}
    assert not suppress_small_cells({"a": Group(9, 4)})


def test_a_single_small_group_is_hidden_with_the_smallest_other():
    figure = suppress_small_cells(
        {"large": Group(30, 40), "small": Group(9, 12), "tiny": Group(2, 1)}
    )

    assert figure.shown == {"large": 30}
    assert figure.rest == 11


def test_small_groups_with_enough_people_together_hide_no_other():
    singles = {
        str(number): Group(1, 1, frozenset({number})) for number in range(MIN_CELL_SIZE)
    }

    figure = suppress_small_cells({"large": Group(30, 40), **singles})

    assert figure.shown == {"large": 30}
    assert figure.rest == MIN_CELL_SIZE


def test_the_same_few_people_in_many_groups_are_still_few():
    alone = {str(number): Group(1, 1, frozenset({7})) for number in range(9)}

    assert suppress_small_cells({"large": Group(30, 40), **alone}).shown == {}
    assert not suppress_small_cells(alone)


def test_no_more_groups_are_shown_than_a_chart_can_label():
    figure = suppress_small_cells({key: Group(9, 9) for key in "abcd"}, most=2)

    assert len(figure.shown) == 2
    assert figure.rest == 18
