"""Covariances of logistic coefficients that hold when the answers of a team resemble each other.

Each is bread · Σ (team's score)(team's score)' · bread, the bread being the inverse of the
information. A team's score is a sum over its patterns, weighted by people.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TeamSums:
    """What each team adds to a fit, teams in ascending order, for k parameters.

    Attributes
    ----------
    scores
        Teams × k: Σ count · x(y - p).
    information
        Teams × k × k: Σ count · p(1 - p) · xx'.
    """

    scores: Floats
    information: Floats

    @property
    def teams(self) -> int:
        """How many teams there are."""
        return len(self.scores)


def team_sums(design: Floats, score: Floats, weight: Floats, cluster: Ints) -> TeamSums:
    """Sum patterns by team, in the order in which they stand.

    Parameters
    ----------
    design
        Patterns × parameters.
    score, weight
        For each pattern count · (y - p) and count · p(1 - p).
    cluster
        The team of each pattern.
    """
    k = design.shape[1]
    teams, place = np.unique(cluster, return_inverse=True)
    scores, information = np.zeros((len(teams), k)), np.zeros((len(teams), k, k))
    np.add.at(scores, place, design * score[:, None])
    np.add.at(information, place, design[:, :, None] * (design * weight[:, None])[:, None, :])
    return TeamSums(scores, information)


def cluster_covariance(sums: TeamSums, bread: Floats, n: int) -> Floats:
    """Return the CR1 sandwich: times G/(G - 1) · (n - 1)/(n - k) for G teams and n people.

    Liang & Zeger 1986, Biometrika 73:13. Checked against statsmodels' GLM on rows with
    ``cov_type="cluster"``, to eight digits.
    """
    correction = sums.teams / (sums.teams - 1) * (n - 1) / (n - len(bread))
    return np.asarray(correction * bread @ (sums.scores.T @ sums.scores) @ bread)


def bias_reduced_covariance(sums: TeamSums, bread: Floats) -> Floats | None:
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
    systems = np.eye(len(bread)) - sums.information @ bread
    if np.linalg.cond(systems).max() > 1e10:
        return None
    adjusted = np.linalg.solve(systems, sums.scores[:, :, None])[:, :, 0]
    return np.asarray(bread @ (adjusted.T @ adjusted) @ bread)
