"""Whether the answers split an outcome so well that no finite odds ratio fits best."""

import numpy as np

from analytics.statistics.patterns import Patterns


def separated(patterns: Patterns) -> bool:
    """Tell whether some combination of the columns splits yes from no, fully or in part.

    Maximises Σ ±xβ under ±xβ ≥ 0 and |β| ≤ 1, the sign being that of the outcome; the maximum
    is above zero exactly if the likelihood has no finite maximum. Albert & Anderson 1984
    (Biometrika 71:1), as a linear programme by Konis 2007. A library's warning is not enough:
    it comes with an odds ratio of e^55.
    """
    from scipy.optimize import linprog  # slow to import, and rarely needed

    kept = patterns.with_people()
    signed = np.unique(kept.columns() * (2 * kept.outcome - 1)[:, None], axis=0)
    signed = signed / np.abs(signed).max(axis=0)
    result = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1))
    return bool(-result.fun > 1e-7)
