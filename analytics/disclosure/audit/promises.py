"""Promises: what a release keeps by rule, checked of each number, where no worlds are needed.

Participation is of departments and the organisation, in steps. Spreads are coarse. Models rest on
100 answers and 10 events at least, and have three digits. Whatever else was worked out rests on k
answers.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Final

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Estimate, Statistic
from survey.vocabulary import Sensitivity

FEWEST_ANSWERS: Final = 100
FEWEST_EVENTS: Final = 10
DIGITS: Final = 3
SPREAD_UNIT: Final = 0.5
"""Points in which standard deviations are given."""

WHOLE: Final = 1e-6
"""How far from a whole number of steps a share may be for the rounding of its fraction."""


def promise_findings(release: Release) -> list[Finding]:
    """Return where participation, a model or another result breaks the rule that it is under."""
    return [
        *_participation(release),
        *_spreads(release),
        *_models(release),
        *_results(release),
    ]


def _participation(release: Release) -> Iterator[Finding]:
    departments = {
        member.group_department
        for member in release.groups
        if member.sensitivity is Sensitivity.CONDITIONS
    }
    for cell in release.participation:
        if cell.department not in departments | {TOTAL} or cell.team != TOTAL:
            yield _about(cell, "is of a group that is not shown as one")
        if cell.status is CellStatus.WITHHELD:
            continue
        if not _in_steps(cell, release.manifest.policy["participation_step"]):
            yield _about(cell, "is finer than the steps that were promised")


def _in_steps(cell: Cell, step: int) -> bool:
    if cell.value is not None or cell.low is None or cell.high is None:
        return False
    ends = [end * 100 / step for end in (cell.low, cell.high)]
    return cell.high > cell.low and all(abs(end - round(end)) < WHOLE for end in ends)


def _spreads(release: Release) -> Iterator[Finding]:
    """A standard deviation in finer steps leaves few sums possible, as squares are whole."""
    for cell in release.cells:
        fine = cell.value is not None and abs(cell.value / SPREAD_UNIT % 1) > WHOLE
        if cell.statistic is Statistic.SD and fine:
            message = f"{cell.measure} of {cell.department}, {cell.team}: its spread is too fine"
            yield Finding(Leak.SPREAD.value, cell.measure, cell.department, cell.team, message)


def _models(release: Release) -> Iterator[Finding]:
    for one in release.estimates:
        if one.estimate is None:
            continue
        if one.n < FEWEST_ANSWERS or (one.events is not None and one.events < FEWEST_EVENTS):
            yield _of_model(one, "rests on too few answers for a model")
        numbers = (one.estimate, one.low, one.high, one.p, one.p_adjusted)
        if any(
            number is not None and float(f"{number:.{DIGITS}g}") != number for number in numbers
        ):
            yield _of_model(one, f"has more than {DIGITS} digits")


def _rounded(number: float | None) -> bool:
    return number is None or not isfinite(number) or float(f"{number:.{DIGITS}g}") == number


def _results(release: Release) -> Iterator[Finding]:
    fewest = release.manifest.policy["conditions"]
    for one in release.analyses:
        if one.n is not None and one.n < fewest:
            what = (
                f"{one.analysis.value} of {one.department}, {one.team} rests on fewer than {fewest}"
            )
            measure = one.outcome or one.factor
            yield Finding(Leak.BASE.value, measure, one.department, one.team, f"{what} answers")


def _about(cell: Cell, what: str) -> Finding:
    message = f"participation of {cell.department}, {cell.team}: it {what}"
    return Finding(Leak.RULE.value, cell.measure, cell.department, cell.team, message)


def _of_model(one: Estimate, what: str) -> Finding:
    message = f"{one.outcome} with {one.factor} ({one.model}): the estimate {what}"
    return Finding(Leak.RULE.value, one.outcome, TOTAL, TOTAL, message)
