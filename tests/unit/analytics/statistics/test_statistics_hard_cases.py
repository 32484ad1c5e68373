"""Organisations that break a model: no warning, no number that is none, a sentence instead."""

import dataclasses
import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analytics.composing.tally import Tally
from analytics.release.model import Analysis, Estimate
from analytics.statistics.analyses import estimates_and_analyses
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.models import Models
from analytics.statistics.reading import sentence
from analytics.statistics.rows.ground import Ground
from survey.i18n.catalogue import texts
from tests.statistics_release import CORE, counted, release, wave
from tests.statistics_survey import estimates

KEYS = [*CORE.model.outcomes, *CORE.model.factors, *CORE.model.adjust_for]
Change = Callable[[pd.DataFrame], pd.DataFrame]


def nobody(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[:0]


def one_person(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.iloc[:1]


def one_team(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(unit=rows["unit"].min())


def two_teams(rows: pd.DataFrame) -> pd.DataFrame:
    first = rows["unit"].min()
    return rows.assign(unit=np.where(rows["unit"] % 2 == 0, first, first + 1))


def a_team_a_person(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(unit=np.arange(len(rows)))


def all_alike(rows: pd.DataFrame) -> pd.DataFrame:
    whole = rows.dropna(subset=KEYS)
    return whole.assign(**{key: whole[key].iloc[0] for key in KEYS})


def one_factor_alike(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(workload=3).astype({"workload": "Int64"})


def two_factors_the_same(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(control=rows["workload"])


def one_event(rows: pd.DataFrame) -> pd.DataFrame:
    pain = pd.array([1] + [0] * (len(rows) - 1), dtype="Int64")
    return rows.assign(**dict.fromkeys(CORE.model.outcomes, pain))


def everybody_in_pain(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(**dict.fromkeys(CORE.model.outcomes, 1))


def pain_by_workload_alone(rows: pd.DataFrame) -> pd.DataFrame:
    middle = rows["workload"].median()
    return rows.assign(
        **dict.fromkeys(CORE.model.outcomes, (rows["workload"] > middle).astype("Int64"))
    )


def pain_in_one_age_band_alone(rows: pd.DataFrame) -> pd.DataFrame:
    young = (rows["age_band"] <= 2).fillna(False)
    return rows.assign(
        **{key: rows[key].where(young, 0).astype("Int64") for key in CORE.model.outcomes}
    )


def pain_in_half_of_the_teams_alone(rows: pd.DataFrame) -> pd.DataFrame:
    pain = (rows["unit"] % 2 == 0).astype("Int64")
    return rows.assign(**dict.fromkeys(CORE.model.outcomes, pain))


def a_million_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(count=rows["count"] * 1_000_000)


def nobody_told_workload(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(workload=pd.array([None] * len(rows), dtype="Int64"))


def nobody_told_an_outcome(rows: pd.DataFrame) -> pd.DataFrame:
    none = pd.array([None] * len(rows), dtype="Int64")
    return rows.assign(**dict.fromkeys(CORE.model.outcomes, none))


def nine_in_ten_left_something_out(rows: pd.DataFrame) -> pd.DataFrame:
    draw, holes = np.random.default_rng(1), rows.copy()
    for key in KEYS:
        holes.loc[draw.random(len(rows)) < 0.2, key] = pd.NA
    return holes


def two_kinds_of_people(rows: pd.DataFrame) -> pd.DataFrame:
    """Half answer all at one end, with pain; half at the other, without."""
    ends = {key: np.where(np.arange(len(rows)) % 2, 0, counted(0).full[key]) for key in
            CORE.model.factors}  # fmt: skip
    pain = dict.fromkeys(CORE.model.outcomes, (np.arange(len(rows)) % 2).astype(int))
    changed = rows.assign(**ends, **pain)
    return changed.astype(dict.fromkeys([*ends, *pain], "Int64"))


CASES: list[Change] = [
    nobody, one_person, one_team, two_teams, a_team_a_person, all_alike, one_factor_alike,
    two_factors_the_same, one_event, everybody_in_pain, pain_by_workload_alone,
    pain_in_one_age_band_alone, pain_in_half_of_the_teams_alone, a_million_of_each,
    nobody_told_workload, nobody_told_an_outcome, nine_in_ten_left_something_out,
    two_kinds_of_people,
]  # fmt: skip


@cache
def told(change: Change) -> tuple[tuple[Estimate, ...], tuple[Analysis, ...]]:
    """Return what a release would tell of the sample organisation with changed answers."""
    tally, sealed = counted(0), release(0)
    patterns = change(tally.patterns.copy()).reset_index(drop=True)
    changed: Tally = dataclasses.replace(tally, patterns=patterns)
    found = estimates(changed, CORE, "hard")
    ground = Ground(
        wave="hard", instrument=CORE, units=wave(0).units, models=Models(changed, CORE.model),
        cells=sealed.cells,
        estimates=found, groups=sealed.groups, items=tally.items,
    )  # fmt: skip
    return found, estimates_and_analyses(ground)[1]


@pytest.mark.parametrize("change", CASES, ids=lambda change: change.__name__)
def test_every_number_is_one_and_every_row_has_a_sentence(change: Change) -> None:
    """Warnings are errors in all tests, so that none is hidden here."""
    found, more = told(change)
    measures, say = {entry.key: entry for entry in release(0).measures}, texts("en")
    for row in found:
        numbers = (row.estimate, row.low, row.high, row.p, row.p_adjusted)
        assert len({number is None for number in numbers}) == 1, row
        if row.estimate is not None and row.low is not None and row.high is not None:
            assert all(math.isfinite(number) for number in numbers if number is not None), row
            assert row.low <= row.estimate <= row.high, row
            if row.measure != "risk_difference":
                assert row.low > 1e-6 and row.high < 1e6, row
        assert "nan" not in sentence(row, measures, say).lower().split()
    for one in more:
        ends = (one.value, one.low, one.high)
        assert all(math.isfinite(number) for number in ends if number is not None), one
        assert one.reason or any(number is not None for number in ends), one
        if one.low is not None and one.high is not None:
            assert one.low <= (one.low if one.value is None else one.value) <= one.high, one
        assert analysis_sentence(one, measures, say)


@pytest.mark.parametrize(
    "change", [nobody, one_person, all_alike, one_event, everybody_in_pain, nobody_told_an_outcome]
)
def test_where_nothing_can_be_estimated_no_model_tells_a_number(change: Change) -> None:
    found, _ = told(change)
    assert found
    assert {row.estimate for row in found} == {None}


def test_a_million_of_each_answer_change_no_estimate_but_leave_teams_as_they_are() -> None:
    """Teams stay 46, so that the intervals hardly narrow: they rest on teams, not on people."""
    plain, many = estimates(counted(0), CORE, "hard"), told(a_million_of_each)[0]
    by_key = {(r.outcome, r.model, r.factor, r.contrast, r.measure): r for r in many}
    same = [
        (row, by_key[row.outcome, row.model, row.factor, row.contrast, row.measure])
        for row in plain
        if row.model == "unadjusted" and row.estimate is not None
    ]
    assert len(same) > 50
    for few, lots in same:
        assert lots.estimate == pytest.approx(few.estimate, rel=0.006)
        assert lots.low == pytest.approx(few.low, rel=0.01)
