"""What would be expected if a factor were otherwise: attributable fraction by standardisation.

It says what a model expects, and holds only if the association is causal; that sentence belongs
beside every number that is made here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.statistics.intervals import Interval, quantile
from analytics.statistics.logistic import Fit
from analytics.statistics.patterns import Floats
from analytics.statistics.risks import Risk, Risks
from analytics.statistics.two_by_two import Comparison


@dataclass(frozen=True)
class WhatIf:
    """Mean risks before and after a change of the design, all else kept.

    Attributes
    ----------
    observed
        Share with the outcome among the people of the model, 0 to 1.
    expected
        Share that the model expects after the change, with its interval.
    fraction
        1 - expected / observed: the part of all cases that goes with the difference. Below 0
        where more would be expected.
    """

    observed: float
    expected: Comparison
    fraction: Comparison


def what_ifs(risks: Risks, column: int, ways: Sequence[Floats]) -> list[WhatIf]:
    """Return ``what_if`` for several ways to move, the people being gone through once."""
    return [_what_if(risks, moved) for moved in risks.moved_each(column, ways)]


def what_if(risks: Risks, column: int, by: Floats) -> WhatIf:
    """Return what the model expects if the people were elsewhere in one column of the design.

    expected = Σ count · P(yes | changed) / n; fraction = 1 - expected / mean P(yes | as it is).
    Intervals by the delta method with the fit's covariance and degrees of freedom, of
    ``expected`` on the logit scale and of the ratio on the log scale, the design being taken as
    given. Greenland & Drescher 1993, Biometrics 49:865. Checked against numerical derivatives,
    and for one yes/no factor against Levin's fraction from its 2 × 2 table.

    Parameters
    ----------
    by
        How far each pattern would move, in the unit of the column.
    """
    return what_ifs(risks, column, [by])[0]


def _what_if(risks: Risks, moved: Risk) -> WhatIf:
    fit, patterns = risks.fit, risks.patterns
    before, pull = risks.as_they_are.mean, risks.as_they_are.gradient
    after, push = moved.mean, moved.gradient
    z = quantile(fit.degrees)
    half = z * _error(push / (after * (1 - after)), fit)
    logit = math.log(after / (1 - after))
    ends = [1 / (1 + math.exp(-(logit + way * half))) for way in (-1, 1)]
    log, wide = math.log(after / before), z * _error(push / after - pull / before, fit)
    fractions = [1 - math.exp(log + way * wide) for way in (1, -1)]
    return WhatIf(
        patterns.events / patterns.n,
        Comparison(after, Interval(ends[0], ends[1])),
        Comparison(1 - after / before, Interval(fractions[0], fractions[1])),
    )


def _error(gradient: Floats, fit: Fit) -> float:
    return math.sqrt(float(gradient @ fit.covariance @ gradient))
