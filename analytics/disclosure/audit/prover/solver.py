"""Exact optimisation over whole numbers, by HiGHS, with every answer counted again."""

from enum import StrEnum
from typing import Any

import numpy as np

from analytics.disclosure.audit.reading.problem import Problem, Real, Whole


class Outcome(StrEnum):
    """How an optimisation ended."""

    OPTIMAL = "optimal"
    IMPOSSIBLE = "impossible"
    TIME_OUT = "time-out"


class Asked:
    """How many programmes this process has asked the solver so far."""

    programmes = 0


def solve(weights: Real, **programme: Any) -> Any:
    """Return scipy's answer to one programme, and count it."""
    from scipy.optimize import milp  # slow to import, so only where needed

    Asked.programmes += 1
    return milp(weights, **programme)


def largest(
    problem: Problem,
    weights: Real,
    seconds: float,
    low: Whole | None = None,
    high: Whole | None = None,
) -> tuple[Outcome, Whole | None]:
    """Return a world in which the weighted sum is largest, and how the search ended.

    ``low`` and ``high`` stand in for the problem's own ends. A world that does not satisfy every
    constraint when counted again counts as a time-out: nothing is proven by it.
    """
    from scipy.optimize import Bounds, LinearConstraint

    at_least = problem.low if low is None else low
    at_most = problem.high if high is None else high
    if np.any(at_least > at_most):
        return Outcome.IMPOSSIBLE, None
    ties = [LinearConstraint(problem.matrix, problem.row_low, problem.row_high)]
    solved = solve(
        -weights,
        integrality=np.ones(problem.columns),
        bounds=Bounds(at_least, at_most),
        constraints=ties if problem.matrix.shape[0] else (),
        options={"time_limit": seconds, "mip_rel_gap": 0.0, "presolve": False},
    )
    if solved.status == 2:
        return Outcome.IMPOSSIBLE, None
    if solved.status != 0 or solved.x is None:
        return Outcome.TIME_OUT, None
    world = np.rint(solved.x).astype(np.int64)
    if not problem.agrees(world):
        return Outcome.TIME_OUT, None
    return Outcome.OPTIMAL, world


def corner(problem: Problem, weights: Real, seconds: float) -> Real | None:
    """Return where a weighted sum is largest over all numbers, whole or not; None if not found.

    Only where it happens to be whole is it a world: a way to worlds, never a verdict.
    """
    from scipy.optimize import Bounds, LinearConstraint

    ties = [LinearConstraint(problem.matrix, problem.row_low, problem.row_high)]
    solved = solve(
        -weights,
        bounds=Bounds(problem.low, problem.high),
        constraints=ties if problem.matrix.shape[0] else (),
        options={"time_limit": seconds},
    )
    return None if solved.x is None else np.asarray(solved.x)
