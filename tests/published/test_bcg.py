"""The 13 BCG trials against tuberculosis (Colditz 1994, JAMA 271:698), as often repeated.

log odds ratio: Q 163.1649 (df 12), tau² 0.3663, I² 92.6455, pooled -0.7474 (-1.1242 to -0.3706);
Mantel-Haenszel log odds ratio -0.4734.
"""

from analytics.statistics.meta_analysis import log_odds_ratio, mantel_haenszel, random_effects
from analytics.statistics.two_by_two import TwoByTwo

TRIALS = """
6/306 29/303; 4/123 11/139; 180/1541 372/1451; 17/1716 65/1665; 3/231 11/220; 5/2498 3/2341;
186/50634 141/27338; 62/13598 248/12867; 33/5069 47/5808; 27/16913 29/17854; 8/2545 10/629;
29/7499 45/7277; 505/88391 499/88391
"""


def table(trial: str) -> TwoByTwo:
    """Return a trial written as cases/vaccinated cases/not vaccinated."""
    (a, n1), (c, n0) = (map(int, arm.split("/")) for arm in trial.split())
    return TwoByTwo(a, n1 - a, c, n0 - c)


TABLES = [table(trial) for trial in TRIALS.strip().split(";")]


def test_dersimonian_and_laird() -> None:
    effects, variances = zip(*map(log_odds_ratio, TABLES), strict=True)
    pooled = random_effects(effects, variances)
    assert (round(pooled.q, 4), pooled.df) == (163.1649, 12)
    assert round(pooled.tau2, 4) == 0.3663
    assert round(pooled.i2, 4) == 92.6455
    assert round(pooled.estimate, 4) == -0.7474
    assert (round(pooled.interval.low, 4), round(pooled.interval.high, 4)) == (-1.1242, -0.3706)


def test_mantel_and_haenszel() -> None:
    assert round(mantel_haenszel(TABLES), 4) == -0.4734
