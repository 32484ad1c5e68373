"""Breakdowns are shown in each department where the gate allows, else for departments together."""

import pytest

from analytics.disclosure.crossings.areas import (
    Answered,
    Crossing,
    TooManyBreakdowns,
    cross,
    offer,
)
from analytics.disclosure.crossings.categories import Category, Step, pool_categories
from analytics.disclosure.groups import Grouping, group
from survey.store.protocol import Unit

Counts = dict[tuple[str, str], dict[tuple[Step, ...], int]]
"""By department and team: people by their answers to the breakdowns."""


def organisation(counts: Counts) -> tuple[Grouping, Answered]:
    units = tuple(Unit(at, department, team, None) for at, (department, team) in enumerate(counts))
    answered = {
        (unit.id, steps): (people,)
        for unit, inside in zip(units, counts.values(), strict=True)
        for steps, people in inside.items()
    }
    sizes = {
        unit.id: (sum(inside.values()),)
        for unit, inside in zip(units, counts.values(), strict=True)
    }
    return group(units, sizes, 6, "*"), answered


def single(*steps: int) -> list[Category]:
    return [Category((step,)) for step in steps]


def steps_of(categories: tuple[Category, ...]) -> list[tuple[Step, ...]]:
    return [category.steps for category in categories]


def mixed(*people: int) -> dict[tuple[Step, ...], int]:
    return {(step,): count for step, count in enumerate(people, start=1)}


def test_each_department_is_divided_by_itself_where_its_teams_are_mixed() -> None:
    grouping, answered = organisation(
        {("Fleet", "North"): mixed(8, 7), ("Fleet", "South"): mixed(6, 9),
         ("Stores", "Day"): mixed(9, 8), ("Stores", "Late"): mixed(7, 7)}
    )  # fmt: skip
    crossings = cross(grouping, answered, [single(1, 2)], 6)
    assert [crossing.areas for crossing in crossings] == [(("Fleet",), ("Stores",))]


def test_everyone_minus_women_where_3_are_men_joins_the_smallest_other_department() -> None:
    """Stores has 3 men only: it is divided together with Fleet, and Office stays by itself."""
    grouping, answered = organisation(
        {("Fleet", "North"): mixed(8, 9), ("Office", "Front"): mixed(12, 14),
         ("Stores", "Day"): mixed(20, 3)}
    )  # fmt: skip
    (crossing,) = cross(grouping, answered, [single(1, 2)], 6)
    assert crossing.areas == (("Fleet", "Stores"), ("Office",))


def test_departments_that_fail_join_each_other_before_they_disturb_one_that_passes() -> None:
    grouping, answered = organisation(
        {("Board", "Office"): mixed(8, 8), ("Fleet", "North"): mixed(30, 3),
         ("Stores", "Day"): mixed(40, 5)}
    )  # fmt: skip
    (crossing,) = cross(grouping, answered, [single(1, 2)], 6)
    assert crossing.areas == (("Board",), ("Fleet", "Stores"))


def test_a_breakdown_that_passes_nowhere_is_not_shown_and_does_not_stop_the_next() -> None:
    """All of one kind sit in one team: even the organisation's rows would be the team's."""
    counts: Counts = {
        ("Fleet", "North"): {(1, 1): 7, (1, 2): 7},
        ("Fleet", "South"): {(2, 1): 6, (2, 2): 8, (1, 1): 1},
    }
    grouping, answered = organisation(counts)
    crossings = cross(grouping, answered, [single(1, 2), single(1, 2)], 6)
    assert [crossing.position for crossing in crossings] == [1]


def test_those_who_did_not_say_are_counted_with_the_largest_category() -> None:
    """Left out, the 2 would be the department less its categories."""
    grouping, answered = organisation(
        {("Fleet", "North"): {(1,): 13, (2,): 15, (None,): 1},
         ("Stores", "Day"): {(1,): 14, (2,): 12, (None,): 1}}
    )  # fmt: skip
    (crossing,) = cross(grouping, answered, [single(1, 2)], 6)
    assert steps_of(crossing.categories) == [(1, None), (2,)]
    assert crossing.areas == (("Fleet",), ("Stores",))


def test_those_who_did_not_say_stand_apart_where_they_are_many_in_most_departments() -> None:
    sizes: list[dict[Step, int]] = [{1: 30, 2: 30, None: 13}, {1: 30, 2: 30, None: 12}]
    assert steps_of(pool_categories(single(1, 2), sizes, 6)) == [(1,), (2,), (None,)]


def test_a_single_person_who_did_not_say_is_in_a_category_even_if_silent_elsewhere_too() -> None:
    """Nobody's answer counts there to the fewest measure; the person still has a place."""
    sizes: list[dict[Step, int]] = [{1: 30, 2: 40, None: 0}]
    assert steps_of(pool_categories(single(1, 2), sizes, 6)) == [(1,), (2, None)]


def test_small_categories_are_shown_with_the_smaller_neighbour_until_they_hold_2k() -> None:
    sizes: list[dict[Step, int]] = [{1: 3, 2: 20, 3: 30, 4: 5}, {1: 2, 2: 10, 3: 9, 4: 3}]
    pooled = pool_categories(single(1, 2, 3, 4), sizes, 6)
    assert steps_of(pooled) == [(1, 2), (3, 4)]


def test_categories_pooled_before_are_never_taken_apart() -> None:
    sizes: list[dict[Step, int]] = [{1: 30, 2: 30, 3: 30}]
    start = [Category((1, 2)), Category((3,))]
    assert steps_of(pool_categories(start, sizes, 6)) == [(1, 2), (3,)]


def test_a_breakdown_asked_for_later_is_offered_with_those_that_stand() -> None:
    """Ada is the one woman of team A on the late shift (each two partitions are harmless)."""
    grouping, answered = organisation(
        {("Stores", "A"): {(1, 1): 8, (2, 2): 8, (1, 2): 1}, ("Stores", "B"): {(1, 2): 8}}
    )
    alone = offer(grouping, answered, (), Crossing(1, tuple(single(1, 2)), ()), 4)
    assert alone is not None
    gender = offer(grouping, answered, (), Crossing(0, tuple(single(1, 2)), ()), 4)
    assert gender is not None
    late = Crossing(1, tuple(single(1, 2)), ())
    assert offer(grouping, answered, (gender,), late, 4) is None


def test_five_breakdowns_are_refused() -> None:
    grouping, answered = organisation({("Stores", "A"): {(1,) * 5: 20, (2,) * 5: 20}})
    with pytest.raises(TooManyBreakdowns, match="At most 4"):
        cross(grouping, answered, [single(1, 2)] * 5, 6)


def test_areas_of_a_later_breakdown_are_made_of_those_of_the_earlier_ones() -> None:
    counts: Counts = {
        ("Board", "Office"): {(1, 1): 15, (1, 2): 15, (2, 1): 1, (2, 2): 1},
        ("Fleet", "North"): {(1, 1): 9, (1, 2): 9, (2, 1): 9, (2, 2): 9},
        ("Stores", "Day"): {(1, 1): 19, (1, 2): 19, (2, 1): 19, (2, 2): 19},
    }
    grouping, answered = organisation(counts)
    first, second = cross(grouping, answered, [single(1, 2), single(1, 2)], 6)
    assert first.areas == (("Board", "Fleet"), ("Stores",))
    assert second.areas == first.areas
