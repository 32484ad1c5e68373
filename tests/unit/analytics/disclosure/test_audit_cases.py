"""The cases of arithmetic by which tables give people away: each is found, and ours are clean.

Most are small tables as anybody could hand them out, read from files as a stranger's would be.
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure.audit import Finding, findings, inspect_file
from analytics.disclosure.audit.prover.verdict import verdict_on
from analytics.disclosure.audit.reading.published_file import file_tables
from analytics.release.content import Release
from analytics.release.model import Cell
from tests.organisations import Organisation, release_of, wave_of

K = 6

Line = dict[str, object]


def line(team: str, yes: int | None, n: int | None, **more: object) -> Line:
    """A row of department D: so many of n said yes."""
    share = "" if yes is None or n is None else f"{yes / n:.4f}"
    return {"department": "D", "team": team, "measure": "pain", "statistic": "share",
            "n": "" if n is None else n, "value": share, **more}  # fmt: skip


def audit(
    folder: Path, lines: list[Line], teams: dict[str, int], counted: str = "answers"
) -> list[Finding]:
    """The findings on a table of department D, whose teams these are."""
    cells, staff = folder / "cells.csv", folder / "staff.csv"
    names = ["department", "team", "breakdown", "category", "measure", "statistic", "n", "value"]
    with cells.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, restval="*")
        writer.writeheader()
        writer.writerows(lines)
    with staff.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["department", "team", counted])
        rows.writerows(("D", name, n) for name, n in teams.items())
    return inspect_file(cells, staff, K).findings


def codes(found: list[Finding]) -> dict[str, set[str]]:
    """Findings as team by code."""
    by_code: dict[str, set[str]] = {}
    for finding in found:
        by_code.setdefault(finding.code, set()).add(finding.team)
    return by_code


def ours(sizes: list[list[int]], yes: dict[int, int]) -> Release:
    """Our release of an organisation in which so many of each unit have back pain."""
    wave = wave_of(sizes)
    rows = [
        (unit.id, (1 + (unit.id + person) % 5, int(person < yes.get(unit.id, 3))))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]
    return release_of(Organisation(wave, tuple(rows)))


def test_department_of_20_with_teams_9_8_3_nobody_sees_the_3(tmp_path: Path) -> None:
    hidden = [line("*", 9, 20), line("A", 4, 9), line("B", 3, 8)]
    found = audit(tmp_path, hidden, {"A": 9, "B": 8, "C": 3})
    assert codes(found) == {"AUDIT-DIFFERENCE": {"C"}}
    assert "D/* - D/A - D/B" in found[0].arithmetic
    assert findings(ours([[9, 8, 3], [14, 12]], {0: 4, 1: 3, 2: 2})) == []


def test_pooled_row_dropped_from_an_export_the_missing_row_is_no_new_information() -> None:
    release = ours([[9, 8, 3], [14, 12]], {0: 0, 1: 0, 2: 1})
    dropped = [cell for cell in release.cells if " + " not in cell.team]
    assert len(dropped) < len(release.cells)
    assert findings(replace(release, cells=tuple(dropped))) == []


def test_two_hidden_teams_of_2(tmp_path: Path) -> None:
    """The "5 and 2" rule is content: two teams are hidden together. They are four people."""
    table = [line("*", 8, 22), line("A", 4, 10), line("B", 2, 8)]
    found = audit(tmp_path, table, {"A": 10, "B": 8, "C": 2, "E": 2})
    assert codes(found) == {"AUDIT-DIFFERENCE": {"C + E"}}
    assert findings(ours([[10, 8, 2, 2], [14, 12]], {0: 4, 1: 2, 2: 1, 3: 1})) == []


def test_everyone_minus_women_where_3_are_men(tmp_path: Path) -> None:
    women = line("*", 5, 17, breakdown="gender", category="women")
    found = audit(tmp_path, [line("*", 7, 20), women], {"A": 20})
    assert codes(found) == {"AUDIT-DIFFERENCE": {"A"}}
    assert "3 answers" in found[0].message


def test_one_man_in_a_team_team_totals_and_totals_by_gender(tmp_path: Path) -> None:
    """All women are in A, with one man: A less the women is him."""
    table = [
        line("A", 4, 10),
        line("B", 5, 11),
        line("*", 3, 9, breakdown="gender", category="women"),
        line("*", 6, 12, breakdown="gender", category="men"),
        line("B", 5, 11, breakdown="gender", category="men"),
    ]
    teams = {"A": 10, "B": 11}
    assert audit(tmp_path, table[:2], teams) == []
    assert codes(audit(tmp_path, table, teams))["AUDIT-PERSON"] == {"A (men)"}


def test_three_breakdowns_each_pair_harmless(tmp_path: Path) -> None:
    """People in 000, 110, 101 and 011: the three totals together isolate the one in 000."""
    people = {"000": (1, 1), "110": (10, 4), "101": (10, 5), "011": (10, 3)}

    def total(which: int, value: str) -> Line:
        inside = [counts for place, counts in people.items() if place[which] == value]
        n, yes = (sum(each) for each in zip(*inside, strict=True))
        return line("*", yes, n, breakdown="xyz"[which], category=value)

    whole = line("*", 13, 31)
    totals = [[total(which, value) for value in "01"] for which in range(3)]
    for left_out in range(3):
        pair = [each for which in range(3) if which != left_out for each in totals[which]]
        assert audit(tmp_path, [whole, *pair], {"A": 31}) == []
    every = [whole, *(each for pair in totals for each in pair)]
    audit(tmp_path, every, {"A": 31})
    (table,) = file_tables(tmp_path / "cells.csv", tmp_path / "staff.csv", K)
    who = {("D", "A", *place): n for place, (n, _) in people.items()}
    (found,) = verdict_on(replace(table, exact=who)).findings
    assert (found.code, found.team) == ("AUDIT-PERSON", "A (0, 0, 0)")


def test_a_share_of_a_third_without_n(tmp_path: Path) -> None:
    """Of a team of 5 a share of 0.3333 is one of three, whatever was left out."""
    alone = {**line("A", 1, 3), "n": ""}
    found = audit(tmp_path, [alone], {"A": 5, "B": 20}, counted="headcount")
    assert codes(found) == {"AUDIT-SIZE": {"A"}, "AUDIT-DIFFERENCE": {"A"}}
    large = {**line("B", 7, 20), "n": ""}
    assert audit(tmp_path, [large], {"A": 5, "B": 25}, counted="headcount") == []


@pytest.mark.parametrize(("yes", "n"), [(0, 9), (9, 9)])
def test_0_of_9_and_9_of_9(tmp_path: Path, yes: int, n: int) -> None:
    found = audit(tmp_path, [line("A", yes, n)], {"A": n})
    assert codes(found) == {"AUDIT-ALL-OR-NONE": {"A"}}
    assert findings(ours([[9, 9], [14, 12]], {0: yes, 1: 3})) == []
    assert findings(ours([[9, 9], [14, 12]], dict.fromkeys(range(4), yes))) == []


def test_all_5(tmp_path: Path) -> None:
    fives = {"department": "D", "team": "A", "measure": "load", "statistic": "mean", "n": 9,
             "value": "100.00"}  # fmt: skip
    assert codes(audit(tmp_path, [fives], {"A": 9})) == {"AUDIT-ALL-OR-NONE": {"A"}}
    wave = wave_of([[9, 9], [14, 12]])
    rows = [(unit.id, (5, person % 3 // 2)) for unit in wave.units
            for person in range(unit.headcount or 0)]  # fmt: skip
    assert findings(release_of(Organisation(wave, tuple(rows)))) == []


@pytest.mark.parametrize(("whole", "what"), [(9, "nobody"), (18, "everybody")])
def test_all_or_none_only_by_subtraction(tmp_path: Path, whole: int, what: str) -> None:
    teams = {"A": 11, "B": 9}
    found = audit(tmp_path, [line("*", whole, 20), line("A", 9, 11)], teams)
    assert codes(found) == {"AUDIT-ALL-OR-NONE": {"B"}}
    assert what in found[0].message
    assert audit(tmp_path, [line("*", 11, 20), line("A", 8, 11)], teams) == []


def test_1_of_9_tells_the_one_that_nobody_else_said_so(tmp_path: Path) -> None:
    found = audit(tmp_path, [line("A", 1, 9)], {"A": 9})
    assert codes(found) == {"AUDIT-COLLEAGUE": {"A"}}
    assert findings(ours([[9, 9], [14, 12]], {0: 1, 1: 8})) == []


def test_exact_mean_with_a_spread_beside_it(tmp_path: Path) -> None:
    """Means of 50 and a spread of 0 over everybody: each of them answered 50."""
    mean = {"department": "*", "team": "*", "measure": "load", "n": 120}
    table = [
        {**mean, "statistic": "mean", "value": "50.00"},
        {**mean, "department": "D", "team": "A", "statistic": "mean", "value": "50.00"},
        {**mean, "statistic": "sd", "value": "0.00"},
    ]
    assert codes(audit(tmp_path, table, {"A": 120})) == {"AUDIT-SPREAD": {"*"}}
    assert audit(tmp_path, [*table[:2], {**table[2], "value": "21.40"}], {"A": 120}) == []


def test_rounding_leaves_a_hidden_team_of_3_at_2_or_3(tmp_path: Path) -> None:
    """Shares in whole percents: 2 or 3 of 3 remain, so one who said no knows the other two."""
    table = [{**line("*", 0, 1), "n": 120, "value": "0.48"}, {**line("A", 0, 1), "n": 117,
             "value": "0.47"}]  # fmt: skip
    assert codes(audit(tmp_path, table, {"A": 117, "B": 3})) == {"AUDIT-COLLEAGUE": {"B"}}


def test_clipped_ends_beside_an_exact_total(tmp_path: Path) -> None:
    """Bounds of 0 to 2 hide nothing if the department's total is exact and the others are, too."""
    release = ours([[11, 12], [14, 12]], {0: 0, 1: 5})
    whole = next(c for c in release.cells if (c.department, c.team, c.measure)
                 == ("D0", "*", "back_pain"))  # fmt: skip
    assert findings(release) == []
    exact = Cell.model_validate({**whole.model_dump(), "value": 5 / 23, "status": "shown",
                                 "reason": ""})  # fmt: skip
    leaky = replace(release, cells=tuple(exact if c == whole else c for c in release.cells))
    assert "AUDIT-ALL-OR-NONE" in {finding.code for finding in findings(leaky)}
