"""What was planted in the sample organisation is found again by a plain model on its answers.

The models here are statsmodels on rows of made-up people and share no code with Bearing's own.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from sample_data.organisation import organisation, units
from sample_data.planted import FACTORS, POINTS, Change, planted
from sample_data.responses import DEFAULT_SEED, answers
from survey.instruments.catalogue import load

OUTCOMES = tuple(planted().outcomes)
ORGANISATIONS = range(8)
"""Seeds of organisations that are put together, for intervals narrow enough to tell."""


def rows(seed: int, wave: int) -> pd.DataFrame:
    """Return one row a made-up person: team, scores, breakdowns and outcomes."""
    core = load("core")
    given = answers(core, wave, seed)
    raw = pd.DataFrame([row for _, row in given], columns=list(core.item_by_key), dtype=float)
    frame = raw[["age", "years_here", "work", "stress_tense"]].copy()
    for scale in core.scales:
        moved = []
        for placed in scale.items:
            low, *_, high = core.options_of(placed.item).values
            share = (raw[placed.item] - low) / (high - low)
            moved.append(1 - share if placed.turned else share)
        frame[scale.key] = 100 * pd.concat(moved, axis=1).mean(axis=1)
    frame["back_pain_12m"] = raw["pain_year"]
    frame["back_pain_7d"] = raw["pain_week"]
    settled = raw[["pain_length", "pain_days"]].notna().all(axis=1)
    chronic = (raw["pain_length"] == 2) & (raw["pain_days"] >= 2)
    frame["chronic_back_pain"] = chronic.astype(float).where(settled)
    frame["cluster"] = [1000 * seed + unit for unit, _ in given]
    names = {unit.id: unit.department for unit in units()}
    frame["department"] = [names[unit] for unit, _ in given]
    return frame


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    """The first wave of several organisations: some 5,000 people, each once."""
    return pd.concat([rows(seed, 0) for seed in ORGANISATIONS], ignore_index=True)


@pytest.fixture(scope="module")
def demonstration() -> list[pd.DataFrame]:
    """The four waves of the organisation that the demonstration shows."""
    return [rows(DEFAULT_SEED, wave) for wave in range(4)]


def fitted(frame: pd.DataFrame, outcome: str, also: Iterable[str] = ()) -> pd.DataFrame:
    """Return the adjusted log odds with intervals, factors per ``POINTS`` of their score."""
    used = frame[[*FACTORS, "age", *also, "cluster", outcome]].dropna()
    design = used[list(FACTORS)] / POINTS
    for breakdown in ("age", *also):
        bands = pd.get_dummies(used[breakdown].astype(int), prefix=breakdown, dtype=float)
        design = design.join(bands.iloc[:, 1:])
    model = sm.Logit(used[outcome], sm.add_constant(design))
    result = model.fit(disp=0, cov_type="cluster", cov_kwds={"groups": used["cluster"]})
    interval = result.conf_int()
    return pd.DataFrame({"value": result.params, "low": interval[0], "high": interval[1]})


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_planted_sign_is_found_beyond_chance(many: pd.DataFrame, outcome: str) -> None:
    found = fitted(many, outcome)
    for factor in FACTORS:
        odds_ratio = getattr(planted().outcomes[outcome], factor)
        end = "low" if odds_ratio > 1 else "high"
        assert np.sign(found.loc[factor, end]) == np.sign(np.log(odds_ratio)), factor


def test_the_planted_values_lie_within_most_intervals(many: pd.DataFrame) -> None:
    inside = []
    for outcome in OUTCOMES:
        found = fitted(many, outcome)
        for factor in FACTORS:
            value = POINTS * planted().outcomes[outcome].slope(factor)
            inside.append(found.loc[factor, "low"] <= value <= found.loc[factor, "high"])
    assert len(inside) == 15
    assert sum(inside) >= 13


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_pain_rises_with_age_as_planted(many: pd.DataFrame, outcome: str) -> None:
    found = fitted(many, outcome).loc["age_4"]
    assert found["low"] > 0
    assert found["low"] <= np.log(planted().outcomes[outcome].age[3]) <= found["high"]


def test_tenure_and_kind_of_work_have_no_effect_of_their_own(many: pd.DataFrame) -> None:
    found = fitted(many, "back_pain_12m", also=("years_here", "work"))
    own = found.filter(regex="^(years_here|work)_", axis=0)
    assert len(own) == 7
    assert ((own["low"] < 0) & (own["high"] > 0)).sum() >= 6


def test_twenty_points_are_about_one_standard_deviation(many: pd.DataFrame) -> None:
    for factor in FACTORS:
        assert many[factor].std() == pytest.approx(POINTS, rel=0.08), factor


def test_every_single_wave_of_the_demonstration_shows_the_planted_signs(
    demonstration: list[pd.DataFrame],
) -> None:
    for frame in demonstration:
        found = fitted(frame, "back_pain_12m")["value"]
        planted_signs = {
            factor: np.sign(planted().outcomes["back_pain_12m"].slope(factor)) for factor in FACTORS
        }
        assert {factor: np.sign(found[factor]) for factor in FACTORS} == planted_signs


@pytest.mark.parametrize("change", planted().changes, ids=lambda change: change.department)
def test_planted_changes_show_from_their_wave_on(
    demonstration: list[pd.DataFrame], change: Change
) -> None:
    start = [wave.name for wave in organisation().waves].index(change.from_wave)
    for factor, shift in change.shifts.items():
        means = [
            frame.loc[frame["department"] == change.department, factor].mean()
            for frame in demonstration
        ]
        moved = np.mean(means[start:]) - np.mean(means[:start])
        assert moved * np.sign(shift) > 4, factor


def test_departments_without_a_planted_change_stay_where_they_are(
    demonstration: list[pd.DataFrame],
) -> None:
    changed = {change.department for change in planted().changes}
    for department in {unit.department for unit in units()} - changed:
        before, after = (
            together.loc[together["department"] == department, "workload"]
            for together in (pd.concat(demonstration[:2]), pd.concat(demonstration[2:]))
        )
        standard_error = np.hypot(before.sem(), after.sem())
        assert abs(before.mean() - after.mean()) < 3 * standard_error, department


def test_stress_goes_with_pain_beyond_the_working_conditions(many: pd.DataFrame) -> None:
    used = many[[*FACTORS, "stress", "back_pain_12m"]].dropna()
    result = sm.Logit(used["back_pain_12m"], sm.add_constant(used.drop(columns="back_pain_12m")))
    assert result.fit(disp=0).conf_int().loc["stress", 0] > 0
