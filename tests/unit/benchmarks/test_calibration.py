"""A small run of the calibration benchmark: it counts what it says, and its worlds are as told."""

import numpy as np
import pytest

from benchmarks.calibrating.drawn import (
    NOTHING,
    RATE,
    SOMETHING,
    TEAM,
    conditions,
    counted,
    organisation,
)
from benchmarks.calibration import Calibration, run, truth


def test_nothing_differs_where_nothing_is_to_be_said() -> None:
    drawn = organisation(400, NOTHING, np.random.default_rng(1))
    assert not any(effects.any() for effects in drawn.effects.values())
    tally = counted(drawn, np.random.default_rng(2))
    assert tally.responses == pytest.approx(RATE * TEAM * len(drawn.units), rel=0.1)


def test_teams_differ_as_much_as_told_where_something_is() -> None:
    drawn = organisation(12_000, SOMETHING, np.random.default_rng(3))
    for key in conditions():
        assert drawn.effects[key].var() == pytest.approx(SOMETHING.alike, rel=0.2)


def test_the_true_link_is_workloads_alone() -> None:
    found = {factor: ratio for (_, factor, *_rest), ratio in truth().items()}
    assert found["workload"] > 1.1
    others = [ratio for factor, ratio in found.items() if factor != "workload"]
    assert others == pytest.approx([1.0] * 4, abs=0.03)


def test_a_small_run_counts_every_number_and_says_about_as_many_as_stand_out() -> None:
    seen = run(60, 6)
    assert seen.numbers > 100
    assert len(seen.marked) == 6
    assert not seen.false_links, "no model below 100 answers"
    assert seen.said_by_chance / seen.numbers == pytest.approx(0.036, abs=0.015)
    assert seen.found / seen.numbers < 0.08
    assert len(seen.false_actions) == 6
    assert seen.row(60, 6).count("|") == 10


def test_without_runs_there_is_none() -> None:
    assert Calibration().row(60, 0).endswith("| none | none | none | none | none | none |")
