"""Covariances of logistic coefficients that hold when the answers of a team resemble each other.

Each is bread · Σ (team's score)(team's score)' · bread, the bread being the inverse of the
information. A team's score is a sum over its patterns, weighted by people.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def team_scores(design: Floats, score: Floats, cluster: Ints) -> Floats:
    """Return Σ count · x(y - p) over the patterns of each team: teams × parameters.

    Parameters
    ----------
    design
        Patterns × parameters.
    score
        For each pattern count · (y - p).
    cluster
        The team of each pattern; teams come out in ascending order.
    """
    order, first = _by_team(cluster)
    return np.asarray(np.add.reduceat((design * score[:, None])[order], first, axis=0))


def team_information(design: Floats, weight: Floats, cluster: Ints) -> Floats:
    """Return Σ count · p(1 - p) · xx' over each team: teams × parameters × parameters.

    Parameters
    ----------
    weight
        For each pattern count · p(1 - p).
    """
    order, first = _by_team(cluster)
    parts = zip(np.split(design[order], first[1:]), np.split(weight[order], first[1:]), strict=True)
    return np.stack([rows.T @ (rows * own[:, None]) for rows, own in parts])


def _by_team(cluster: Ints) -> tuple[Ints, Ints]:
    """Return the patterns in the order of their teams, and where each team begins."""
    order = np.argsort(cluster, kind="stable")
    return order, np.unique(cluster[order], return_index=True)[1]


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
