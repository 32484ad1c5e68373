"""The folder of a workspace in the making: one maker at a time, nothing left behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sample_data.unfinished import BuildingElsewhere, unfinished, unfinished_folder
from tests.running import ROOT

HOLD = """
import sys
from pathlib import Path
from sample_data.unfinished import unfinished
with unfinished(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print("held", flush=True)
    sys.stdin.read()
"""


def maker(place: Path) -> subprocess.Popen[str]:
    """Return another process that makes the same workspace and has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str], how: signal.Signals | None) -> None:
    if how is not None:
        process.send_signal(how)
    process.communicate(timeout=20)


def test_nothing_is_left_after_the_block_nor_after_a_failure(tmp_path: Path) -> None:
    with unfinished(tmp_path / "deep" / "place") as folder:
        (folder / "half").mkdir()
    with pytest.raises(ZeroDivisionError), unfinished(tmp_path / "place") as folder:
        (folder / "half").write_text("half", "utf-8")
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["deep"]


def test_a_maker_at_work_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "place"
    other = maker(place)
    try:
        with pytest.raises(BuildingElsewhere), unfinished(place):
            raise AssertionError("two makers in one folder")
        assert (unfinished_folder(place) / "half").read_text() == "half"
    finally:
        end(other, None)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_maker_left_is_gone_for_the_next(tmp_path: Path) -> None:
    place = tmp_path / "place"
    end(maker(place), signal.SIGKILL)
    assert (unfinished_folder(place) / "half").exists()
    with unfinished(place) as folder:
        assert list(folder.iterdir()) == []


def test_whoever_waits_comes_next_in_a_folder_of_its_own(tmp_path: Path) -> None:
    place = tmp_path / "place"
    other = maker(place)
    waiting = subprocess.Popen(
        [sys.executable, "-c", HOLD.replace("[1])", "[1]), wait=True"), str(place)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(0.5)
    end(other, None)
    said, _ = waiting.communicate(timeout=20)
    assert said == "held\n"
    assert list(tmp_path.iterdir()) == []
