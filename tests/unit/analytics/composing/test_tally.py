"""Counting by pattern in the engine gives what scoring each response by hand gives."""

from operator import add

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composing.breakdowns import headcounts
from analytics.composing.scoring import full_ticks, points, scale_rule, score
from analytics.composing.sums import UNSAID, MeasureSums
from analytics.composing.tally import Tally, count_patterns
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument, Scale
from survey.store.collecting import ANSWERS_SCHEMA

CORE = load("core")


def responses(instrument: Instrument) -> st.SearchStrategy[tuple[int | None, ...]]:
    each = [
        st.sampled_from([None, *instrument.options_of(key).values])
        for key in instrument.item_by_key
    ]
    return st.tuples(*each)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), responses(CORE)), max_size=12))
def test_the_engine_and_the_rule_in_python_agree(
    rows: list[tuple[int, tuple[int | None, ...]]],
) -> None:
    table = pa.Table.from_pylist(
        [{"unit": unit, "answers": answers} for unit, answers in rows], schema=ANSWERS_SCHEMA
    )
    with duckdb.connect() as engine:
        engine.register("answer", table)
        tally = count_patterns(engine, CORE)
    by_hand = [_by_hand(unit, answers) for unit, answers in rows]
    names = ["unit", *(breakdown.key for breakdown in CORE.breakdowns), *CORE.measures]
    own = [names.index(key) for key in tally.patterns.columns[:-1]]
    in_models = [tuple(row[at] for at in own) for row in by_hand]
    assert sorted(_expanded(tally), key=repr) == sorted(in_models, key=repr)
    assert tally.responses == len(rows)
    for at, measure in enumerate(CORE.measures, start=1 + len(CORE.breakdowns)):
        known = [row for row in by_hand if row[at] is not None]
        assert _summed(tally.units.of(measure)) == _grouped(known, (0,), at)
        for place, breakdown in enumerate(CORE.breakdowns, start=1):
            found = _summed(tally.categories[breakdown.key].of(measure))
            assert found == _grouped(known, (0, place), at)
    keys = [breakdown.key for breakdown in CORE.breakdowns]
    assert headcounts(tally, keys, list(CORE.measures)) == _attendance(by_hand)


def _summed(sums: MeasureSums) -> dict[tuple[int, ...], tuple[int, int, int]]:
    columns = (sums.unit, sums.category, sums.n, sums.total, sums.squares)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {(unit, category): (n, total, squares) for unit, category, n, total, squares in rows}


def _grouped(
    rows: list[tuple[int | None, ...]], by: tuple[int, ...], at: int
) -> dict[tuple[int, ...], tuple[int, int, int]]:
    found: dict[tuple[int, ...], tuple[int, int, int]] = {}
    for row in rows:
        said = [UNSAID if row[place] is None else row[place] for place in by]
        place = (said[0] or 0, said[1] if len(said) > 1 and said[1] is not None else UNSAID)
        n, total, squares = found.get(place, (0, 0, 0))
        ticks = row[at] or 0
        found[place] = (n + 1, total + ticks, squares + ticks * ticks)
    return found


def _attendance(
    rows: list[tuple[int | None, ...]],
) -> dict[tuple[int | None, tuple[int | None, ...]], tuple[int, ...]]:
    found: dict[tuple[int | None, tuple[int | None, ...]], tuple[int, ...]] = {}
    last = 1 + len(CORE.breakdowns)
    for row in rows:
        sizes = (1, *(int(score is not None) for score in row[last:]))
        before = found.get((row[0], row[1:last]), (0,) * len(sizes))
        found[row[0], row[1:last]] = tuple(map(add, before, sizes))
    return found


def _expanded(tally: Tally) -> list[tuple[int | None, ...]]:
    patterns = tally.patterns.astype(object).where(tally.patterns.notna(), None)
    return [
        tuple(None if value is None else int(value) for value in pattern)
        for *pattern, count in patterns.itertuples(index=False)
        for _ in range(count)
    ]


def _by_hand(unit: int, answers: tuple[int | None, ...]) -> tuple[int | None, ...]:
    named = dict(zip(CORE.item_by_key, answers, strict=True))
    categories = [named[breakdown.item] for breakdown in CORE.breakdowns]
    scores = [score(measure, named, CORE) for measure in CORE.measures.values()]
    return (unit, *categories, *scores)


def _workload() -> Scale:
    scale = CORE.measures["workload"]
    assert isinstance(scale, Scale)
    return scale


def test_the_worst_answers_to_every_item_are_100_points_and_the_best_0() -> None:
    rule = scale_rule(_workload(), CORE)
    worst = {place.item: place.low if place.turned else place.high for place in rule.places}
    best = {place.item: place.high if place.turned else place.low for place in rule.places}
    full = full_ticks(_workload(), CORE)
    assert points(score(_workload(), worst, CORE) or 0, full) == 100
    assert score(_workload(), best, CORE) == 0


def test_half_of_the_items_are_enough_for_a_score_and_fewer_are_not() -> None:
    rule = scale_rule(_workload(), CORE)
    enough = {place.item: place.high for place in rule.places[: rule.minimum]}
    assert len(enough) == 2
    assert score(_workload(), enough, CORE) is not None
    enough.popitem()
    assert score(_workload(), enough, CORE) is None


@pytest.mark.parametrize(
    ("lasted", "days", "chronic"),
    [("yes", "yes", 1), ("yes", "no", 0), ("no", None, 0), (None, "no", 0), ("yes", None, None),
     (None, None, None)],
)  # fmt: skip
def test_chronic_pain_needs_both_questions_and_one_no_settles_it(
    lasted: str | None, days: str | None, chronic: int | None
) -> None:
    outcome = CORE.measures["chronic_back_pain"]
    assert not isinstance(outcome, Scale)
    answers: dict[str, int | None] = {}
    for condition, said in zip(outcome.all_of, (lasted, days), strict=True):
        others = set(CORE.options_of(condition.item).values) - set(condition.values)
        chosen = {"yes": condition.values[0], "no": min(others), None: None}
        answers[condition.item] = chosen[said]
    assert score(outcome, answers, CORE) == chronic
