"""Covariances of logistic coefficients that hold when the answers of a team resemble each other.

Each is bread · Σ (team's score)(team's score)' · bread, the bread being the inverse of the
information. A team's score is a sum over its patterns, weighted by people.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from analytics.statistics.patterns import Floats, Patterns


def team_scores(patterns: Patterns, score: Floats) -> Floats:
    """Return Σ count · x(y - p) over the patterns of each team: teams × parameters.

    Parameters
    ----------
    score
        For each pattern count · (y - p). Teams come out in ascending order.
    """
    parts = _by_team(patterns, patterns.design, score)
    found = np.stack([own @ rows for rows, own in parts])
    if patterns.added is None:
        return found
    last = [own @ rows for rows, own in _by_team(patterns, patterns.added, score)]
    return np.column_stack([found, last])


def team_information(patterns: Patterns, weight: Floats) -> Floats:
    """Return Σ count · p(1 - p) · xx' over each team: teams × parameters × parameters.

    Parameters
    ----------
    weight
        For each pattern count · p(1 - p).
    """
    parts = _by_team(patterns, patterns.columns(), weight)
    return np.stack([rows.T @ (rows * own[:, None]) for rows, own in parts])


def _by_team(patterns: Patterns, table: Floats, values: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield the rows of a table and the values of each team, no copies where they lie in order."""
    order, first = patterns.by_team
    if order is not None:
        table, values = table[order], values[order]
    for begin, end in pairwise([*first.tolist(), len(values)]):
        yield table[begin:end], values[begin:end]


def cluster_covariance(scores: Floats, bread: Floats, n: int) -> Floats:
    """Return the CR1 sandwich: times G/(G - 1) · (n - 1)/(n - k) for G teams and n people.

    Liang & Zeger 1986, Biometrika 73:13. Checked against statsmodels' GLM on rows with
    ``cov_type="cluster"``, to eight digits.
    """
    teams = len(scores)
    correction = teams / (teams - 1) * (n - 1) / (n - len(bread))
    return np.asarray(correction * bread @ (scores.T @ scores) @ bread)


def bias_reduced_covariance(scores: Floats, information: Floats, bread: Floats) -> Floats | None:
    """Return the sandwich with each team's leverage taken out of its residuals.

    With D the derivative and V the variance of a team's outcomes and B the bread, Mancl &
    DeRouen 2001 (Biometrics 57:126) replace the residuals r by (I - D B D'V⁻¹)⁻¹ r. The score
    D'V⁻¹r then becomes (I - M B)⁻¹ times itself, M being the team's information: a system of
    the size of the parameters, not of the people. Checked against statsmodels' GEE on rows
    (independence, ``cov_type="bias_reduced"``), to eight digits.

    Returns
    -------
    The covariance; None where one team alone carries a term of the model, since then its
    leverage cannot be taken out.
    """
    systems = np.eye(len(bread)) - information @ bread
    if np.linalg.cond(systems).max() > 1e10:
        return None
    adjusted = np.linalg.solve(systems, scores[:, :, None])[:, :, 0]
    return np.asarray(bread @ (adjusted.T @ adjusted) @ bread)
