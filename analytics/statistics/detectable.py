"""What a survey could have seen: the least change and the least link that it mostly finds.

Before a wave it is reckoned from the answers that are expected, after it from the widths of the
published intervals, so it says nothing about anybody that these do not.
"""

import math
from typing import Final

from analytics.statistics.intervals import (
    CountsImpossible,
    Interval,
    normal_quantile,
    quantile,
)

SEEN: Final = 0.8
"""In how many of such waves something of the least size is to be seen."""
EXPLAINED: Final = 0.25
"""Convention: how much of a condition's variance the others tell already (R²)."""
ALIKE_CONDITIONS: Final = 0.1
"""Convention: the correlation of a condition between two people of a team (ICC), where no release
says."""
ALIKE_OUTCOMES: Final = 0.02
"""Convention: the same for back pain, as below 100 answers (``rows.few_answers``)."""


def seen_quantile() -> float:
    """Return the normal quantile of the share of waves in which it is to be seen: 0.84."""
    return normal_quantile(2 * SEEN - 1)


def smallest_change(before: int, after: int, spread: float) -> float | None:
    """Return how much a group's mean has to change between two waves to be called clear.

    √(h₁² + h₂²) + z · spread · √(1/n₁ + 1/n₂), in points: h are the half-widths of both t
    intervals, as in ``change``, and z = 0.84. Both waves count as independent; most people
    answer twice and resemble themselves, so somewhat less is mostly seen too. None for fewer
    than two answers, and where all of the scale would not suffice. Checked by simulation.
    """
    if min(before, after) < 2:
        return None
    halves = [quantile(n - 1) * spread / math.sqrt(n) for n in (before, after)]
    found = math.hypot(*halves) + seen_quantile() * spread * math.sqrt(1 / before + 1 / after)
    return found if found < 100 else None


def smallest_share_change(before: int, after: int, share: float) -> float | None:
    """Return the same for a share (0 to 1), in percentage points.

    (1.96 + 0.84) · √(p (1 - p) (1/n₁ + 1/n₂)): Fleiss, Levin & Paik 2003, section 4.2, with one
    variance. None where no share lies that far away.
    """
    if min(before, after) < 2:
        return None
    error = math.sqrt(share * (1 - share) * (1 / before + 1 / after))
    found = (normal_quantile() + seen_quantile()) * error
    return 100 * found if found < max(share, 1 - share) else None


def design_effect(
    people: float,
    alike_conditions: float = ALIKE_CONDITIONS,
    alike_outcomes: float = ALIKE_OUTCOMES,
) -> float:
    """Return by how much teams inflate the variance of a link: 1 + (m - 1) · ICC · ICC.

    Scott & Holt 1982, J Am Stat Assoc 77:848: for a slope, the two correlations within teams are
    multiplied, so that teams weigh far less on it than on a mean.

    Parameters
    ----------
    people
        Answers of a team, m; the mean where teams are about alike.
    alike_conditions, alike_outcomes
        Correlation between two people of a team, 0 to 1.
    """
    return 1 + max(people - 1, 0) * alike_conditions * alike_outcomes


def smallest_odds_ratio(
    answers: int, share: float, teams: int, alike_conditions: float = ALIKE_CONDITIONS
) -> float:
    """Return the least odds ratio per standard deviation that is mostly found, above 1.

    exp((t + z) · √(D / (n p (1 - p) (1 - R²)))): Hsieh, Bloch & Larsen 1998, Stat Med 17:1623, with
    their variance inflation for the other conditions (``EXPLAINED``) and the design effect D.
    t has teams - 1 degrees of freedom, as the intervals have. Checked by simulation.

    Raises
    ------
    CountsImpossible
        When nobody answers, all or none have the outcome, or there are fewer than two teams.
    """
    if answers < 1 or not 0 < share < 1 or teams < 2:
        raise CountsImpossible("A link needs answers of two teams, and a share between 0 and 1.")
    inflated = design_effect(answers / teams, alike_conditions) / (1 - EXPLAINED)
    error = math.sqrt(inflated / (answers * share * (1 - share)))
    return math.exp((quantile(teams - 1) + seen_quantile()) * error)


def after_step(share: float, odds_ratio: float) -> float:
    """Return the share (0 to 1) after a step that multiplies its odds so."""
    odds = share / (1 - share) * odds_ratio
    return odds / (1 + odds)


def could_be_seen(interval: Interval, df: int | None = None) -> float:
    """Return the least true distance from "none" that this interval mostly leaves out.

    Half of its width · (1 + z / t), in its unit, which for ratios is the logarithm. It is the
    power of the design with the error that came out, not that of the estimate that came out,
    which would say nothing new (Hoenig & Heisey 2001, Am Stat 55:19).

    Parameters
    ----------
    df
        Degrees of freedom of the interval; None for a normal one.

    Raises
    ------
    CountsImpossible
        When the interval has no width.
    """
    half = (interval.high - interval.low) / 2
    if not half > 0:
        raise CountsImpossible("What could be seen follows from an interval that has a width.")
    return half * (1 + seen_quantile() / quantile(df))
