"""Quadrants by a strict rule with fixed cut-offs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.statistics.intervals import wilson
from analytics.statistics.job_strain import (
    Part,
    PartShare,
    Quadrant,
    StrainRule,
    at_published_share,
    job_strain,
    weighted_median,
)
from tests.statistics_survey import people, tally

RULE = StrainRule("workload", "control", 50, 50, "made up", support="stress", support_cut=50)
ROWS = people(n=1500, seed=6)


def test_high_strain_is_strictly_above_and_strictly_below() -> None:
    known = ROWS[["workload", "control", "stress", "back_pain"]].dropna().astype(int)
    inside = known[(known["workload"] > 2) & (known["control"] < 2)]
    found = job_strain(tally(ROWS), "back_pain", RULE).quadrants[Quadrant.HIGH_STRAIN]
    assert (found.n, found.events) == (len(inside), inside["back_pain"].sum())
    assert found.share == pytest.approx(inside["back_pain"].mean())
    assert found.interval == wilson(found.events, found.n)


def test_the_four_quadrants_hold_everybody_once() -> None:
    known = ROWS[["workload", "control", "stress", "back_pain"]].dropna()
    found = job_strain(tally(ROWS), "back_pain", RULE).quadrants
    assert set(found) == set(Quadrant)
    assert sum(part.n for part in found.values()) == len(known)
    assert found[Quadrant.HIGH_STRAIN].share > found[Quadrant.LOW_STRAIN].share


def test_a_cut_off_that_is_no_whole_tick_still_knows_its_ties() -> None:
    rows = ROWS.copy()
    rows["workload"] = 1
    counted = tally(rows)
    third = type(counted)(counted.patterns, counted.full | {"workload": 3})
    at = StrainRule("workload", "control", 33.32, 50, "below a third")
    above = StrainRule("workload", "control", 33.34, 50, "above a third")
    exposed = job_strain(third, "back_pain", at).quadrants
    spared = job_strain(third, "back_pain", above).quadrants
    assert set(exposed) == {Quadrant.HIGH_STRAIN, Part.NOT_HIGH_STRAIN}
    assert not spared


@pytest.mark.parametrize(("ticks", "kept"), [(1, 33.33), (2, 66.67)])
def test_a_median_of_thirds_is_kept_to_two_decimals_and_its_ties_stay_ties(
    ticks: int, kept: float
) -> None:
    """33.33 is below a third and 66.67 above two thirds: nobody there is exposed all the same."""
    rows = ROWS.copy()
    rows[["workload", "control"]] = ticks
    counted = tally(rows)
    third = type(counted)(counted.patterns, counted.full | {"workload": 3, "control": 3})
    demands = StrainRule("workload", "stress", kept, 50, "kept")
    control = StrainRule("stress", "control", 50, kept, "kept")
    assert not job_strain(third, "back_pain", demands).quadrants
    assert not job_strain(third, "back_pain", control).quadrants


def test_one_small_quadrant_leaves_high_strain_against_the_others() -> None:
    rows = ROWS[["unit", "workload", "control", "stress", "back_pain"]].dropna()
    passive = (rows["workload"] <= 2) & (rows["control"] < 2)
    few = pd.concat([rows[~passive], rows[passive].head(15)])
    found = job_strain(tally(few), "back_pain", RULE).quadrants
    assert set(found) == {Quadrant.HIGH_STRAIN, Part.NOT_HIGH_STRAIN}


def test_where_high_strain_is_small_nothing_is_shown() -> None:
    rows = ROWS[~((ROWS["workload"] > 2) & (ROWS["control"] < 2)).fillna(False)]
    assert job_strain(tally(rows), "back_pain", RULE).quadrants == {}


def test_iso_strain_is_high_strain_with_little_support() -> None:
    known = ROWS[["workload", "control", "stress", "back_pain"]].dropna().astype(int)
    inside = known[(known["workload"] > 2) & (known["control"] < 2) & (known["stress"] < 2)]
    found = job_strain(tally(ROWS), "back_pain", RULE).iso
    assert found[Part.ISO_STRAIN].n == len(inside)
    assert set(found) == {Part.ISO_STRAIN, Part.SUPPORTED_STRAIN}


def test_without_a_support_scale_there_is_no_iso_strain() -> None:
    rule = StrainRule("workload", "control", 50, 50, "made up")
    assert job_strain(tally(ROWS), "back_pain", rule).iso == {}


@pytest.mark.parametrize("n", [7, 8, 501])
def test_the_median_to_keep_is_that_of_the_people(n: int) -> None:
    rows = people(n=n, seed=n)
    expected = 25 * np.median(rows["workload"].dropna().astype(int))
    assert weighted_median(tally(rows), "workload") == expected


def test_nobody_has_no_median() -> None:
    rows = people(n=5)
    rows["workload"] = pd.array([pd.NA] * 5, dtype="Int64")
    assert weighted_median(tally(rows), "workload") is None


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_moved_parts_average_to_the_published_share_and_keep_their_odds_ratios(
    share: float,
) -> None:
    true = job_strain(tally(ROWS), "back_pain", RULE)
    found = at_published_share(true, share)
    parts = found.quadrants.values()
    assert sum(p.n * p.share for p in parts) == pytest.approx(share * sum(p.n for p in parts))

    def odds(part: PartShare) -> float:
        return part.share / (1 - part.share)

    ratios = [odds(found.quadrants[key]) / odds(part) for key, part in true.quadrants.items()] + [
        odds(found.iso[key]) / odds(part) for key, part in true.iso.items()
    ]
    assert len(ratios) == 6
    assert ratios == pytest.approx([ratios[0]] * 6)
    assert all(p.interval.low < p.share < p.interval.high for p in parts)


def test_of_parts_that_are_not_shown_nothing_is_moved() -> None:
    true = job_strain(tally(ROWS), "back_pain", RULE)
    assert at_published_share(replace(true, quadrants={}), 0.3).iso == {}
