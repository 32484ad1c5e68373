"""The benchmark of publishing: its plain program, its clock, and the lines that it prints."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import publish
from benchmarks.publishing.clock import START, CommandFailed, Spent, spent_on
from benchmarks.publishing.made_up import made_up
from benchmarks.publishing.page import Measured, line, shares
from benchmarks.publishing.plain import agreeing, plain_program
from survey.instruments.catalogue import load

SPENT = Spent(
    10.0, 12.0, 300.0, {START: 1.0, "Counting the answers": 9.0}, programmes=7,
    reached="45%  Fitting the models", load=3.2,
)  # fmt: skip

TURNING = """
import subprocess, sys
from pathlib import Path

turning = subprocess.Popen([sys.executable, "-c", "while True: pass"], process_group=0)
Path(sys.argv[1]).write_text(str(turning.pid))
print("  5%  Turning", file=sys.stderr, flush=True)
turning.wait()
"""


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


def test_what_a_stopped_command_started_is_counted_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "turning.py").write_text(TURNING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    stopped = spent_on("turning", str(tmp_path / "number"), limit=6.0)
    assert not stopped.finished
    assert stopped.reached == "5%  Turning"
    assert stopped.processor > 0.2
    assert stopped.memory > 1
    process = Path("/proc") / (tmp_path / "number").read_text()
    assert not process.exists() or ") Z " in (process / "stat").read_text()


def test_a_size_that_fails_says_why_and_the_next_one_follows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(size: str, *_of: object) -> Measured:
        if size == "400/40":
            raise CommandFailed("python -m analytics publish w failed: no memory left")
        return Measured(10_000, 300, SPENT, SPENT, 0.5, 590)

    monkeypatch.setattr(publish, "measured", measured)
    monkeypatch.setattr("sys.argv", ["publish"])
    with pytest.raises(SystemExit, match="Not measured: 400/40"):
        publish.main()
    said = capsys.readouterr().out
    assert "400/40: python -m analytics publish w failed: no memory left" in said
    assert "| 10,000 / 300 |" in said


def test_a_command_that_fails_ends_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="failed"):
        spent_on("analytics", "publish", "w", "--workspace", str(tmp_path))


def test_a_line_has_the_ratio_or_says_after_how_long_it_was_stopped() -> None:
    done = Measured(400, 40, SPENT, SPENT, 0.5, 590)
    assert line(done) == "| 400 / 40 | 10.0 | 10.0 | 12.0 | 300 | 7 | 0.50 | 24.0 | 590 | 3 |"
    stopped = replace(done, published=replace(SPENT, finished=False))
    assert "stopped after 10.0 at 45%  Fitting the models" in line(stopped)
    assert "24.0" not in line(stopped)
    assert "| Counting the answers | 9.0 (90%) |" in shares([done])
