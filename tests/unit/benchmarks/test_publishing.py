"""The benchmark of publishing: its plain program, its clock, and the lines that it prints."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.publishing.clock import START, Spent, spent_on
from benchmarks.publishing.made_up import made_up
from benchmarks.publishing.page import Measured, line, shares
from benchmarks.publishing.plain import agreeing, plain_program
from survey.instruments.catalogue import load

SPENT = Spent(10.0, 12.0, 300.0, {START: 1.0, "Counting the answers": 9.0}, programmes=7)


def test_the_plain_program_and_bearing_find_the_same(tmp_path: Path) -> None:
    core, file = load("core"), tmp_path / "a.csv"
    made_up(3_000, 50, core).to_csv(file, index=False)
    plain = plain_program(str(file), core)
    models = sum(2 * len(factors) for _, factors in plain.models)
    assert agreeing(plain, core) >= 50 * len(core.measures) + models / 2
    first = next(iter(plain.means))
    wrong = plain.means[first].copy()
    wrong.iloc[3] *= 1 + 1e-5
    with pytest.raises(SystemExit, match=f"mean of {first}"):
        agreeing(replace(plain, means={**plain.means, first: wrong}), core)


def test_a_command_is_clocked_and_stopped_at_its_limit(tmp_path: Path) -> None:
    done = spent_on("survey", "init", "--workspace", str(tmp_path / "w"))
    assert done.finished
    assert done.processor > 0
    assert list(done.steps) == [START]
    stopped = spent_on("http.server", "0", "--bind", "127.0.0.1", limit=1.0)
    assert not stopped.finished


def test_a_command_that_fails_ends_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="failed"):
        spent_on("analytics", "publish", "w", "--workspace", str(tmp_path))


def test_a_line_has_the_ratio_or_says_after_how_long_it_was_stopped() -> None:
    done = Measured(400, 40, SPENT, SPENT, 0.5, 590)
    assert line(done) == "| 400 / 40 | 10.0 | 10.0 | 12.0 | 300 | 7 | 0.50 | 24.0 | 590 |"
    stopped = replace(done, published=replace(SPENT, finished=False))
    assert "stopped after 10.0" in line(stopped)
    assert "24.0" not in line(stopped)
    assert "| Counting the answers | 9.0 (90%) |" in shares([done])
