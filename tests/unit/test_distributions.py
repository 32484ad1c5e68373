"""A distribution never singles out a few: not on a step, not by subtraction."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.groups import group
from analytics.distributions import MergedStep, distributions, merge_alike, merge_steps
from analytics.release.model import TOTAL, Distribution
from survey.fieldwork.policy import Policy
from survey.instruments.catalogue import load
from survey.store.protocol import Wave
from survey.vocabulary import WaveState
from tests.organisations import tally_of, wave_of

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


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_the_whole_is_apart_only_where_every_part_is(parts: list[dict[int, int]]) -> None:
    merged = [steps for part in parts if (steps := merge_steps(part, 6))]
    if not merged:
        return
    whole = merge_alike(merged)
    bounds = {step.high for step in whole}
    assert all(bounds <= {step.high for step in part} for part in merged)
    assert sum(step.count for step in whole) == sum(s.count for part in merged for s in part)
    assert all(step.count >= 6 for step in whole)


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
    return wave, distributions(wave, tally, grouping)


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
            assert sum(inside) == whole.count


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
