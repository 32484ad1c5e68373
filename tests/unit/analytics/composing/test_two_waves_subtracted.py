"""Two waves that differ by one person, subtracted in every way by whole numbers alone.

Nothing of the product's attack is used: all that both releases say of rows is a constraint on the
sums of each team's stayers and on the one answer, and a solver looks for that answer's two ends.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.composing.composition import draft
from analytics.disclosure.standing.earlier_rows import rows_by_label
from analytics.disclosure.wave_guard import Since
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Reason, Statistic
from tests.organisations import KEY, Row, answers_of_all, tally_of, wave_of

WAVE = wave_of([[9, 18, 13], [14, 12], [30, 40]])
FULL = {"workload": 4, "back_pain": 1}
TEAMS = [(unit.department, unit.team) for unit in WAVE.units]

Constraint = tuple[NDArray[np.float64], float, float]


def rows() -> list[Row]:
    return answers_of_all(WAVE)


def said(cell: Cell, full: int) -> tuple[float, float] | None:
    """Between which sums a cell's answers lie; None where it is off by swapped ends, or silent."""
    top = (cell.n or 0) * full / (1 if cell.statistic is Statistic.SHARE else 100)
    if cell.status is CellStatus.SHOWN and cell.value is not None:
        off = cell.reason is Reason.ENDS_INSIDE
        return None if off else (cell.value * top - 0.1, cell.value * top + 0.1)
    if cell.low is None or cell.high is None:
        return None
    return cell.low * top - 0.1, cell.high * top + 0.1


def constraints(release: Release, measure: str, home: int, *, there: bool) -> Iterator[Constraint]:
    """What a release says: by team the sum of its stayers, and last the one person's answer."""
    sensitivity = release.measure(measure).sensitivity
    teams = rows_by_label(release, sensitivity)
    for cell in release.cells:
        own = cell.measure == measure and cell.breakdown == TOTAL
        between = said(cell, FULL[measure]) if own and cell.statistic is not Statistic.SD else None
        if between is not None:
            inside = [place in teams[cell.department, cell.team] for place in TEAMS]
            yield np.array([*inside, there and inside[home]], dtype=float), *between


def ends(known: list[Constraint], tops: list[int], full: int) -> list[int]:
    """The lowest and the highest answer of the one person that all constraints allow."""
    sums, low, high = (list(each) for each in zip(*known, strict=True))
    found = []
    for sign in (1, -1):
        answer = np.zeros(len(tops) + 1)
        answer[-1] = sign
        solved = milp(
            answer, constraints=LinearConstraint(np.array(sums), low, high),
            integrality=np.ones(len(answer)), bounds=Bounds(0, [*tops, full]),
        )  # fmt: skip
        assert solved.success
        found.append(round(sign * solved.fun))
    return found


@pytest.mark.parametrize("listed", [False, True], ids=["without a list", "with a list"])
@pytest.mark.parametrize("home", range(len(TEAMS)), ids=["/".join(team) for team in TEAMS])
def test_no_arithmetic_on_both_releases_narrows_the_one_answer(home: int, listed: bool) -> None:
    every = rows()
    gone = next(at for at, (unit, _) in enumerate(every) if unit == WAVE.units[home].id)
    first = draft(WAVE, tally_of(WAVE, every), KEY).release
    fewer = tally_of(WAVE, [row for at, row in enumerate(every) if at != gone])
    later = replace(WAVE, name="later", position=1)
    since = Since(first, WAVE.units, ()) if listed else None
    second = draft(later, fewer, KEY, since=since, standing=(first,)).release
    for measure, full in FULL.items():
        tops = [full * (sum(row[0] == unit.id for row in every) - (unit.id == WAVE.units[home].id))
                for unit in WAVE.units]  # fmt: skip
        alone = list(constraints(first, measure, home, there=True))
        both = [*alone, *constraints(second, measure, home, there=False)]
        assert len(both) > len(alone)
        assert ends(both, tops, full) == ends(alone, tops, full) == [0, full]


def test_it_reads_the_answer_off_two_releases_of_numbers() -> None:
    """So that this search would find it: the second wave as if nothing stood beside it."""
    every = rows()
    first = draft(WAVE, tally_of(WAVE, every), KEY).release
    second = draft(replace(WAVE, name="later"), tally_of(WAVE, every[1:]), KEY).release
    known = [*constraints(first, "workload", 0, there=True),
             *constraints(second, "workload", 0, there=False)]  # fmt: skip
    tops = [4 * (unit.headcount or 0) for unit in WAVE.units]
    answer = every[0][1][0]
    assert answer is not None
    low, high = ends(known, tops, 4)
    assert low == high == answer - 1
