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
        weight = count * p * (1 - p)
        pull = count * (patterns.outcome - p)
        try:
            inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
        except np.linalg.LinAlgError:
            return None
        if penalised:
            leverage = weight * np.einsum("ij,jk,ik->i", design, inverse, design)
            pull = pull + leverage * (0.5 - p)
        step = inverse @ (design.T @ pull)
        reach = float(np.abs(design @ step).max())
        if not np.isfinite(reach):
            return None
        beta = beta + step * min(1.0, LONGEST_STEP / max(reach, TOLERANCE))
        if reach < TOLERANCE:
            return beta
    return None
