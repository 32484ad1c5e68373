"""``python -m analytics audit --cells FILE --staff FILE`` on a stranger's table."""

import json
from pathlib import Path

import pytest

from analytics.__main__ import app
from survey.command_line import run
from tests.competitors import hide_below_5
from tests.organisations import tally_of, wave_of


@pytest.fixture
def leaky(tmp_path: Path) -> tuple[Path, Path]:
    """Teams of 9, 8 and 3, the 3 hidden below an exact department."""
    wave = wave_of([[9, 8, 3], [14, 12]])
    rows = [
        (unit.id, (1 + (unit.id + person) % 5, int((unit.id + person) % 3 == 0)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]
    return hide_below_5(wave, tally_of(wave, rows)).write(tmp_path)


def audit(*arguments: object) -> int:
    return run(app, ["audit", *map(str, arguments)])


def test_a_leaky_table_is_listed_and_exits_1(
    leaky: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    cells, staff = leaky
    assert audit("--cells", cells, "--staff", staff) == 1
    said = capsys.readouterr()
    assert "AUDIT-DIFFERENCE\tworkload of D0, T2" in said.out
    assert "D0/* - D0/T0 - D0/T1" in said.out
    assert said.err.startswith("error: ") and said.err.count("\n") == 1


def test_the_certificate_of_a_leak_is_its_arithmetic(leaky: tuple[Path, Path]) -> None:
    cells, staff = leaky
    proof = cells.parent / "proof.json"
    audit("--cells", cells, "--staff", staff, "--certificate", proof)
    leaks = [leak for each in json.loads(proof.read_text("utf-8"))["measures"]
             for leak in each["leaks"]]  # fmt: skip
    assert any("D0/* - D0/T0 - D0/T1" in leak["arithmetic"] for leak in leaks)


def test_a_safe_table_exits_0_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cells.csv").write_text(
        "department,team,measure,statistic,n,value\nD,A + B,pain,share,12,0.4167\n"
        "D,*,pain,share,12,0.4167\n", "utf-8",
    )  # fmt: skip
    (tmp_path / "staff.csv").write_text("department,team,headcount\nD,A,9\nD,B,5\n", "utf-8")
    assert audit("--cells", tmp_path / "cells.csv", "--staff", tmp_path / "staff.csv") == 0
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ("department,team,measure\nD,A,pain\n", "no column 'value'"),
        ("department,team,measure,n,value\nD,A,pain,nine,0.4\n", "line 2"),
        ("department,team,measure,n,value\nD,Nobody,pain,9,0.4\n", "'Nobody'"),
    ],
)
def test_a_bad_table_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cells: str, what: str
) -> None:
    (tmp_path / "cells.csv").write_text(cells, "utf-8")
    (tmp_path / "staff.csv").write_text("department,team,headcount\nD,A,9\n", "utf-8")
    assert audit("--cells", tmp_path / "cells.csv", "--staff", tmp_path / "staff.csv") == 1
    error = capsys.readouterr().err
    assert what in error
    assert error.count("\n") == 1


def test_a_name_or_a_table_and_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit() == 1
    assert audit("2026", "--cells", "cells.csv", "--staff", "staff.csv") == 1
    assert "NAME" in capsys.readouterr().err
