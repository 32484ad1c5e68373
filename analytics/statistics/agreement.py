"""May a team's mean be read as a property of the team? ICC(1), ICC(2) and r_wg(j).

ICC(1) is the part of a score's variance that lies between teams; ICC(2) is how reliable a mean
of a team of usual size is; r_wg(j) is how far the people of one team agree.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from analytics.statistics.intervals import CONFIDENCE, Interval, normal_quantile
from analytics.statistics.patterns import Floats
from survey.errors import BearingError


class TeamsImpossible(BearingError):
    """Sums by team that no variance can be divided of."""

    code: ClassVar[str] = "STAT-TEAMS"


@dataclass(frozen=True)
class Icc:
    """Intraclass correlations from a one-way analysis of variance.

    Attributes
    ----------
    single
        ICC(1), 1 at most; below 0 where teams differ less than chance would have it.
    mean
        ICC(2) for teams of ``size`` people.
    size
        The team size that stands for unequal ones: (N - Σn²/N) / (teams - 1).
    """

    single: float
    interval: Interval
    mean: float
    size: float
    teams: int


def icc(n: Floats, total: Floats, squares: Floats, confidence: float = CONFIDENCE) -> Icc:
    """Return ICC(1) with its F interval, and ICC(2), from sums by team.

    ICC(1) = (MSB - MSW) / (MSB + (k - 1) MSW), ICC(2) = (MSB - MSW) / MSB. Shrout & Fleiss 1979,
    Psychol Bull 86:420, checked against their table (0.17 and 0.44); unequal teams as Bliese
    2000. The interval is exact for equal teams only.

    Parameters
    ----------
    n, total, squares
        People, sum and sum of squares of each team, as ``Tally.by_unit`` gives them.

    Raises
    ------
    TeamsImpossible
        With fewer than two teams, no team of two, or no variance within teams.
    """
    from scipy.special import fdtri  # slow to import, so only where needed

    normal_quantile(confidence)
    n, total, squares = (np.asarray(sums, float)[n > 0] for sums in (n, total, squares))
    teams, people = len(n), float(n.sum())
    if teams < 2 or people <= teams:
        raise TeamsImpossible("Team and person need two teams, and a team of two people.")
    within = float((squares - total**2 / n).sum()) / (people - teams)
    between = float((total**2 / n).sum() - total.sum() ** 2 / people) / (teams - 1)
    if within <= 0 or between <= 0:
        raise TeamsImpossible("All people of each team, or all teams, have the same score.")
    size = (people - float((n**2).sum()) / people) / (teams - 1)
    ratio, tail = between / within, (1 - confidence) / 2
    ends = [
        ratio / float(fdtri(teams - 1, people - teams, 1 - tail)),
        ratio * float(fdtri(people - teams, teams - 1, 1 - tail)),
    ]
    low, high = ((end - 1) / (end + size - 1) for end in ends)
    single = (ratio - 1) / (ratio + size - 1)
    return Icc(single, Interval(low, high), 1 - 1 / ratio, size, teams)


def r_wg_j(mean_item_variance: float, items: int, steps: int) -> float:
    """Return the agreement of one team on a scale, 0 (as by chance) to 1 (all alike).

    With v the mean variance (n - 1) of the items in the team over that of answers at random
    between ``steps`` steps, (steps² - 1)/12: j(1 - v) / (j(1 - v) + v), and 0 where v is above
    1. James, Demaree & Wolf 1984, J Appl Psychol 69:85.

    Parameters
    ----------
    mean_item_variance
        In squared steps.
    """
    chance = (steps**2 - 1) / 12
    agreed = items * (1 - min(1.0, mean_item_variance / chance))
    return agreed / (agreed + mean_item_variance / chance) if agreed else 0.0
