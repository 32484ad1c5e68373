"""Shrout & Fleiss 1979, Psychol Bull 86:420, table 2: six targets, four judges each."""

import numpy as np

from analytics.statistics.agreement import icc

RATINGS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)


def test_both_intraclass_correlations_and_the_interval() -> None:
    found = icc(np.full(6, 4.0), RATINGS.sum(axis=1), (RATINGS**2).sum(axis=1))
    assert round(found.single, 2) == 0.17
    assert round(found.mean, 2) == 0.44
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (-0.13, 0.72)
    assert (found.size, found.teams) == (4, 6)
