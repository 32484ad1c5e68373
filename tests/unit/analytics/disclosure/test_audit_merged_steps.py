"""A merged distribution with an exact mean beside it: what the two say together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composing.merged_steps import MergedStep, merge_items, merge_steps, moved_steps, room
from analytics.disclosure.audit.reading.distribution_sums import distribution_findings
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Distribution, Statistic
from tests.organisations import Organisation, release_of, wave_of

Counts = Mapping[int, int]
STEPS = (1, 2, 3)


@pytest.fixture(scope="module")
def bare() -> Release:
    wave = wave_of([[20, 20]])
    rows = tuple((unit.id, (1 + person % 5, person % 2)) for unit in wave.units
                 for person in range(20))  # fmt: skip
    return release_of(Organisation(wave, rows))


def published(
    bare: Release, items: Mapping[str, Counts], merged: Mapping[str, tuple[MergedStep, ...]]
) -> Release:
    """The release with the distributions of a scale, and its exact mean of all answers."""
    n = sum(next(iter(items.values())).values())
    total = sum((value - 1) * count for own in items.values() for value, count in own.items())
    mean = 100 * total / (n * len(items) * (max(STEPS) - 1))
    cell = Cell(
        wave="2026", measure="workload", statistic=Statistic.MEAN, n=n, value=round(mean, 2),
        low=0, high=100, status="shown",
    )  # fmt: skip
    rows = tuple(
        Distribution(measure="workload", item=item, department=TOTAL, n=n,
                     low_step=step.low, high_step=step.high, count=step.count)
        for item, steps in merged.items()
        for step in steps
    )  # fmt: skip
    return Release(bare.manifest, (cell,), (), (), bare.groups, bare.measures, distributions=rows)


def test_one_merged_step_beside_an_exact_mean_is_found_out() -> None:
    """1 of 40 chose the lowest step: merged with the next, and told by the mean all the same."""
    items = {"a": {1: 1, 2: 19, 3: 20}, "b": {1: 10, 2: 10, 3: 20}}
    alone = {item: merge_steps(counts, 6) for item, counts in items.items()}
    assert [len(steps) for steps in alone.values()] == [2, 3]
    assert room(items, alone, (), 6) == 0


def test_merged_alike_the_mean_leaves_room(bare: Release) -> None:
    items = {"a": {1: 1, 2: 19, 3: 20}, "b": {1: 10, 2: 10, 3: 20}}
    merged = merge_items(items, (), 6)
    assert {item: len(steps) for item, steps in merged.items()} == {"a": 2, "b": 2}
    assert distribution_findings(published(bare, items, merged)) == []


def test_a_distribution_beside_a_teams_row_at_an_end_is_found(bare: Release) -> None:
    """Items are of true answers, the department of swapped rows: the difference is the row."""
    items = {"a": {1: 10, 2: 10, 3: 20}, "b": {1: 10, 2: 10, 3: 20}}
    release = published(bare, items, merge_items(items, (), 6))
    assert distribution_findings(release) == []
    row = release.cells[0].model_copy(
        update={"department": "D0", "team": "T0", "value": None, "low": 0.0, "high": 12.5,
                "status": CellStatus.BOUNDED, "n": 8}
    )  # fmt: skip
    found = distribution_findings(replace(release, cells=(*release.cells, row)))
    assert {finding.code for finding in found} == {"AUDIT-DIFFERENCE"}


def test_a_step_that_leaves_a_few_of_the_whole_is_found(bare: Release) -> None:
    items = {"a": {1: 10, 2: 10, 3: 20}, "b": {1: 10, 2: 10, 3: 20}}
    release = published(bare, items, merge_items(items, (), 6))
    parts = tuple(
        row.model_copy(update={"department": "D0", "count": row.count - 3})
        for row in release.distributions
    )
    found = distribution_findings(replace(release, distributions=(*release.distributions, *parts)))
    assert any("less its departments is about 3 answers" in one.message for one in found)


def outputs(k: int, n: int) -> Iterator[tuple[object, tuple[int, ...]]]:
    """Yield what may be published of every table of two items of three steps, and the table."""
    tables = [(a, b, n - a - b) for a in range(n + 1) for b in range(n + 1 - a)]
    for one, other in product(tables, repeat=2):
        items = {"a": dict(zip(STEPS, one, strict=True)), "b": dict(zip(STEPS, other, strict=True))}
        merged = merge_items(items, (), k)
        mean = sum(value * count for own in items.values() for value, count in own.items())
        ways = [
            {moved_steps(steps, k, _said(said)) for said in product(range(5), repeat=2)}
            for steps in merged.values()
        ]
        for shown in product(*ways):
            yield (mean, shown), (*one, *other)


def _said(numbers: tuple[int, ...]) -> Callable[[int], int]:
    left = iter(numbers)
    return lambda limit: next(left) % limit


def test_how_steps_were_merged_does_not_tell_how_they_divide() -> None:
    """The reader knows the whole procedure but the key, and tries all tables of 12 people."""
    first: dict[object, tuple[int, ...]] = {}
    several: set[object] = set()
    for shown, table in outputs(3, 12):
        if first.setdefault(shown, table) != table:
            several.add(shown)
    assert len(several) > 500
    told = {first[shown] for shown in set(first) - several}
    everybody = {(12, 0, 0, 12, 0, 0), (0, 0, 12, 0, 0, 12)}  # at an end: no distribution at all
    assert [table for table in told - everybody if min(table) < 3] == []


def test_where_nobody_chose_a_step_in_any_item_more_is_merged() -> None:
    """Both items end at the same place: the mean would say that nobody chose the lowest step."""
    items = {"a": {1: 0, 2: 20, 3: 20}, "b": {1: 0, 2: 12, 3: 28}}
    assert merge_items(items, (), 6) == {
        "a": (MergedStep(1, 3, 40),), "b": (MergedStep(1, 3, 40),)
    }  # fmt: skip


def test_where_all_chose_the_same_step_nothing_is_shown() -> None:
    assert merge_items({"a": {1: 0, 2: 0, 3: 40}, "b": {1: 0, 2: 0, 3: 40}}, (), 6) == {}


def divisions(items: Mapping[str, Counts], merged: Mapping[str, tuple[MergedStep, ...]],
              turned: frozenset[str]) -> list[list[tuple[int, ...]]]:  # fmt: skip
    """By merged step, every division of its answers that agrees with the sum over all items."""
    per_step: list[list[tuple[tuple[int, ...], int]]] = []
    whole = 0
    for item, steps in merged.items():
        for step in steps:
            values = range(step.low, step.high + 1)
            weigh = [step.high - v if item in turned else v - step.low for v in values]
            ways = [
                (way, sum(w * count for w, count in zip(weigh, way, strict=True)))
                for way in product(range(step.count + 1), repeat=len(values))
                if sum(way) == step.count
            ]
            per_step.append(ways)
            whole += sum(w * items[item][v] for w, v in zip(weigh, values, strict=True))
    return [
        [ways for choice in product(*per_step)
         if sum(inside for _, inside in choice) == whole
         for ways in [choice[at][0]]]
        for at in range(len(per_step))
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 4)] * 3).filter(lambda c: 3 <= sum(c) <= 7),
             min_size=2, max_size=2),
    st.frozensets(st.sampled_from(["a", "b"])),
)  # fmt: skip
def test_the_room_is_that_of_all_divisions_written_out(
    drawn: list[tuple[int, int, int]], turned: frozenset[str]
) -> None:
    items = {
        name: dict(zip(STEPS, own, strict=True)) for name, own in zip("ab", drawn, strict=True)
    }
    merged = {item: merge_steps(counts, 3) for item, counts in items.items()}
    least = room(items, merged, turned, 99)  # nothing is known of why
    for ways, step in zip(
        divisions(items, merged, turned),
        [step for steps in merged.values() for step in steps],
        strict=True,
    ):
        if step.high > step.low:
            assert len(set(ways)) >= 1 + (least >= 1)
    if least == 0:
        reach = [s.high - s.low for steps in merged.values() for s in steps]
        told = [
            len({sum(way[i] * i for i in range(len(way))) for way in ways}) == 1
            for ways, own in zip(divisions(items, merged, turned), reach, strict=True)
            if own
        ]
        assert any(told)
