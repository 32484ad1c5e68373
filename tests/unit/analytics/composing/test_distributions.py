"""A distribution never singles out a few: not on a step, not by subtraction."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composing.distributions import distributions, show_places
from analytics.composing.merged_steps import MergedStep, merge_steps, moved_steps
from analytics.disclosure.groups import group
from analytics.release.model import TOTAL, Distribution
from survey.fieldwork.policy import Policy
from survey.instruments.catalogue import load
from survey.store.protocol import Wave
from survey.vocabulary import WaveState
from tests.organisations import KEY, tally_of, wave_of

CORE = load("core")
COUNTS = st.dictionaries(st.integers(1, 5), st.integers(0, 40), min_size=5, max_size=5)


@pytest.mark.parametrize(
    ("counts", "merged"),
    [
        ({1: 9, 2: 8, 3: 7}, [(1, 1, 9), (2, 2, 8), (3, 3, 7)]),
        ({1: 1, 2: 8, 3: 7}, [(1, 2, 9), (3, 3, 7)]),
        ({1: 9, 2: 8, 3: 2}, [(1, 1, 9), (2, 3, 10)]),
        ({1: 0, 2: 0, 3: 24}, [(1, 3, 24)]),
        ({1: 1, 2: 1, 3: 1}, []),
    ],
)
def test_neighbouring_steps_are_merged_until_each_holds_k(
    counts: Mapping[int, int], merged: list[tuple[int, int, int]]
) -> None:
    assert [(s.low, s.high, s.count) for s in merge_steps(counts, 6)] == merged


def rows_of(steps: tuple[MergedStep, ...], low: int, high: int) -> int:
    """Answers on merged steps that lie between two ends."""
    return sum(step.count for step in steps if low <= step.low and step.high <= high)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=5))
def test_what_shown_departments_leave_of_the_whole_is_nobody_or_k_people(
    drawn: list[tuple[dict[int, int], dict[int, int]]],
) -> None:
    departments = {
        f"D{at}": {"a": first, "b": second}
        for at, (first, second) in enumerate(drawn)
        if min(sum(first.values()), sum(second.values())) >= 24
    }
    shown = show_places(departments, (), 6) if departments else None
    if shown is None:
        return
    assert set(shown.departments) <= set(departments)
    for item, steps in shown.whole.items():
        own = [places[item] for places in shown.departments.values()]
        assert all(step.count >= 6 for each in (steps, *own) for step in each)
        assert sum(step.count for step in steps) == sum(
            sum(items[item].values()) for items in departments.values()
        )
        for step in steps:
            left = step.count - sum(rows_of(each, step.low, step.high) for each in own)
            assert left == 0 or left >= 6


def test_the_whole_keeps_its_detail_where_small_departments_have_none() -> None:
    """Nobody of three small departments chose an end: they are counted in the whole alone."""
    middle = {"a": {1: 0, 2: 15, 3: 12, 4: 0}, "b": {1: 0, 2: 12, 3: 15, 4: 0}}
    broad = {"a": {1: 60, 2: 80, 3: 70, 4: 50}, "b": {1: 50, 2: 70, 3: 80, 4: 60}}
    shown = show_places({"X": middle, "Y": middle, "Z": middle, "Broad": broad}, (), 6)
    assert shown is not None
    assert len(shown.whole["a"]) >= 2


def release_rows(sizes: list[list[int]], seed: int) -> tuple[Wave, tuple[Distribution, ...]]:
    shape = wave_of(sizes)
    wave = Wave("2026", WaveState.CLOSED, CORE, Policy(), shape.units, shape.opened_on, None, None)
    steps = [CORE.options_of(key).values for key in CORE.item_by_key]
    rows = [
        (unit.id, tuple(values[(unit.id * seed + person * (at + 1)) % len(values)]
                        for at, values in enumerate(steps)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]  # fmt: skip
    tally = tally_of(wave, rows)
    answered = {unit.id: (unit.headcount or 0,) for unit in wave.units}
    grouping = group(wave.units, answered, 6, TOTAL)
    return wave, distributions(wave, tally, grouping, KEY)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=4), min_size=1, max_size=4),
    st.integers(1, 9),
)
def test_what_departments_leave_of_the_organisation_is_nobody(
    sizes: list[list[int]], seed: int
) -> None:
    _, rows = release_rows([[10, *sizes[0]], *sizes[1:]], seed)
    for item in {row.item for row in rows}:
        own = [row for row in rows if row.item == item]
        assert all(row.count >= 6 and row.n >= 24 for row in own)
        for whole in (row for row in own if row.department == TOTAL):
            inside = [
                row.count
                for row in own
                if row.department != TOTAL
                and whole.low_step <= row.low_step
                and row.high_step <= whole.high_step
            ]
            left = whole.count - sum(inside)
            assert left == 0 or left >= 6


def test_a_department_below_4_k_is_shown_together_with_another() -> None:
    _, rows = release_rows([[10], [40], [50]], 1)
    assert {row.department for row in rows} == {TOTAL, "D0 + D1", "D2"}


def test_an_organisation_below_4_k_has_none() -> None:
    assert release_rows([[9], [8]], 1)[1] == ()


def test_items_of_one_item_scales_and_of_health_have_none() -> None:
    _, rows = release_rows([[60]], 1)
    assert {row.measure for row in rows} == {
        scale.key
        for scale in CORE.scales
        if len(scale.items) > 1 and scale.sensitivity == "conditions"
    }


def test_a_merged_step_knows_its_ends() -> None:
    assert merge_steps({1: 6, 2: 3, 3: 3}, 6) == (MergedStep(1, 1, 6), MergedStep(2, 3, 6))


@given(st.lists(st.integers(6, 40), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_few_answers_are_counted_with_the_neighbour_and_none_is_lost(
    counts: list[int], source: random.Random
) -> None:
    steps = [MergedStep(at, at, count) for at, count in enumerate(counts)]
    moved = moved_steps(steps, 6, source.randrange)
    assert sum(step.count for step in moved) == sum(counts)
    assert all(step.count >= 6 for step in moved)
    crossed = 0
    for step, true in zip(moved[:-1], counts, strict=False):
        crossed += step.count - true
        assert abs(crossed) <= 2
