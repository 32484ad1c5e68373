"""The highest point of a logistic likelihood, plain or penalised, by Newton's method."""

from typing import Final

import numpy as np

from analytics.statistics.patterns import Floats, Patterns

NEWTON_STEPS: Final = 40
FIRTH_STEPS: Final = 300
TOLERANCE: Final = 1e-9
"""On the linear predictor; Newton's error after such a step is the square of it."""
LONGEST_STEP: Final = 4.0
"""On the linear predictor, so that no step leaps over the maximum."""
FARTHEST: Final = 25.0
"""Odds of e^25 are no estimate: beyond, probabilities round to 0 or 1 and steps look small."""


def probabilities(design: Floats, coefficients: Floats) -> Floats:
    """Return P(yes) = 1 / (1 + exp(-xβ)) of each row of a design."""
    from scipy.special import expit  # slow to import, so only where needed

    return np.asarray(expit(design @ coefficients))


def maximum_likelihood(patterns: Patterns) -> Floats | None:
    """Return the maximum likelihood coefficients, or None where no maximum is reached.

    The score is X'(count · (y - p)). Checked against statsmodels' GLM on rows.
    """
    return _climb(patterns, NEWTON_STEPS, penalised=False)


def firth(patterns: Patterns) -> Floats | None:
    """Return the coefficients that maximise the likelihood times √|information|.

    They are finite always. The score is X'(count · (y - p) + h(1/2 - p)), h being the leverage
    of all people of a pattern. Firth 1993, Biometrika 80:27. Checked against its closed form
    for 2 × 2 tables (half a person more in each cell) and a direct maximisation by scipy.
    """
    return _climb(patterns, FIRTH_STEPS, penalised=True)


def _climb(patterns: Patterns, steps: int, *, penalised: bool) -> Floats | None:
    design, count = patterns.design, patterns.count
    beta: Floats = np.zeros(design.shape[1])
    for _ in range(steps):
        p = probabilities(design, beta)
        pull, people = count * (patterns.outcome - p), count
        try:
            if penalised:
                leverage = _leverage(design, count * p * (1 - p))
                pull, people = pull + leverage * (0.5 - p), count + leverage
            step = np.linalg.solve(_information(design, people * p * (1 - p)), design.T @ pull)
        except np.linalg.LinAlgError:
            return None
        reach = float(np.abs(design @ step).max())
        beta = beta + step * min(1.0, LONGEST_STEP / max(reach, TOLERANCE))
        if not np.isfinite(reach) or np.abs(design @ beta).max() > FARTHEST:
            return None
        if reach < TOLERANCE:
            return beta
    return None


def _information(design: Floats, weight: Floats) -> Floats:
    return np.asarray(design.T @ (design * weight[:, None]))


def _leverage(design: Floats, weight: Floats) -> Floats:
    """Return the leverage of all people of each pattern."""
    inverse = np.linalg.inv(_information(design, weight))
    return np.asarray(weight * np.einsum("ij,jk,ik->i", design, inverse, design))
