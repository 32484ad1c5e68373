"""Two waves of 160 made-up answers that differ by one person, as they were published once.

``files/over_time`` holds the exports of a product whose every single release was proven safe, and
what the one person of Team 0003 had answered who is in the first wave only.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from analytics.disclosure.audit.over_time import Seen, attack_over_time
from analytics.disclosure.audit.reading.published_file import file_tables
from analytics.disclosure.audit.reading.table import Table

FILES: Final = Path(__file__).parents[2] / "files" / "over_time"
ROWS: Final = ("Team 0003", "Team 0001 + Team 0003")
THRESHOLD: Final = 6


def lines(name: str) -> Iterator[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


LEAVER: Final = {line["measure"]: int(line["answer"]) / int(line["full"])
                 for line in lines("leaver.csv")}  # fmt: skip


def sums(wave: str) -> dict[tuple[str, str], float]:
    """By row and measure, value times n: what anybody can work out on paper."""
    return {
        (line["team"], line["measure"]): float(line["value"]) * int(line["n"])
        / (100 if line["statistic"] == "mean" else 1)
        for line in lines(f"wave_{wave}.csv")
        if line["team"] in ROWS and line["breakdown"] == "*" and line["value"]
    }  # fmt: skip


def tables(wave: str) -> dict[str, Table]:
    cells = FILES / f"wave_{wave}.csv"
    return {t.measure: t for t in file_tables(cells, FILES / "staff.csv", THRESHOLD)}


@pytest.mark.parametrize("measure", sorted(LEAVER))
def test_subtracting_the_exports_gives_the_person(measure: str) -> None:
    then, now = sums("a"), sums("b")
    read = [then[row, measure] - now[row, measure] for row in ROWS
            if (row, measure) in then.keys() & now.keys()]  # fmt: skip
    assert any(value == pytest.approx(LEAVER[measure], abs=0.011) for value in read)


@pytest.mark.parametrize("measure", sorted(LEAVER))
def test_the_attack_finds_every_answer_of_the_person(measure: str) -> None:
    then, now = tables("a")[measure], tables("b")[measure]
    found = attack_over_time([Seen("a", then)], Seen("b", now))
    one = [finding for finding in found if finding.code == "AUDIT-TIME-PERSON"]
    assert {finding.team for finding in one} & set(ROWS)
    assert any(f"{round(LEAVER[measure] * now.full)} to" in finding.message for finding in one)


@pytest.mark.parametrize("measure", sorted(LEAVER))
def test_one_release_alone_gives_nobody_away_over_time(measure: str) -> None:
    assert attack_over_time([], Seen("b", tables("b")[measure])) == []
