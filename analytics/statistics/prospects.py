"""What a wave could show, reckoned before it opens from the answers that are expected.

Nothing here is a result: the numbers say how far apart groups have to lie, and how many answers
models need, before either can be seen.
"""

import math
from dataclasses import dataclass
from typing import Final

from analytics.statistics.detectable import seen_quantile
from analytics.statistics.intervals import normal_quantile, quantile
from analytics.statistics.sufficiency import (
    EVENTS_PER_PARAMETER,
    FEWEST_ANSWERS,
    FEWEST_DEGREES_OF_FREEDOM,
    insufficiency,
)
from survey.instruments.model import Instrument

USUAL_SPREAD: Final = 22.0
"""Points of 0 to 100, where no earlier release says how far answers lie apart."""
USUAL_SHARE: Final = 0.3
"""With the outcome, where no earlier release says."""


def smallest_difference(answers: int, spread: float) -> float | None:
    """Return how far a group's mean has to lie from the organisation's to be seen, in points.

    A group differs clearly where its 95 % interval excludes the organisation's figure. It does so
    in 8 of 10 waves where the difference is (t + z) · spread / √n, with t at 97.5 % and n - 1
    degrees of freedom and z = 0.84. The organisation's own figure counts as known. None for fewer
    than two answers, and where all of the scale would not suffice.

    Parameters
    ----------
    answers
        That the group is expected to give.
    spread
        The standard deviation within it, in points.
    """
    if answers < 2:
        return None
    found = (quantile(answers - 1) + seen_quantile()) * spread / math.sqrt(answers)
    return found if found < 100 else None


def smallest_share_difference(answers: int, share: float) -> float | None:
    """Return the same for a share (0 to 1), in percentage points.

    (1.96 + 0.84) · √(p (1 - p) / n); None where the group could not be that far away.
    """
    if answers < 2:
        return None
    found = (normal_quantile() + seen_quantile()) * math.sqrt(share * (1 - share) / answers)
    return 100 * found if found < max(share, 1 - share) else None


@dataclass(frozen=True)
class LinkProspect:
    """Whether the links of working conditions with one outcome can be estimated.

    Attributes
    ----------
    answers, events
        That are expected; ``events`` of them with the outcome.
    alone, together
        Whether the events suffice for one condition at a time, and for all of them at once.
    adjusted
        The breakdowns that can be adjusted for besides, in the plan's order.
    needed
        Answers for all conditions at once and every breakdown.
    """

    outcome: str
    answers: int
    events: int
    alone: bool
    together: bool
    adjusted: tuple[str, ...]
    needed: int


def link_prospect(instrument: Instrument, outcome: str, answers: int, share: float) -> LinkProspect:
    """Return what models of an outcome the expected answers would bear.

    Every category of a breakdown counts as answered, so that fewer parameters may do in the end.
    ``share`` (0 to 1, neither of them) is that of people with the outcome.
    """
    plan = instrument.model
    events = math.floor(answers * share)
    together = 1 + sum(factor != outcome for factor in plan.factors)
    steps = {one.key: len(instrument.options_of(one.item).values) for one in instrument.breakdowns}
    parameters, adjusted = together, []
    for key in plan.adjust_for:
        parameters += steps[key] - 1
        if insufficiency(answers, events, parameters) is None:
            adjusted.append(key)
    return LinkProspect(
        outcome,
        answers,
        events,
        insufficiency(answers, events, 2) is None,
        insufficiency(answers, events, together) is None,
        tuple(adjusted),
        _answers_for(parameters, share),
    )


def _answers_for(parameters: int, share: float) -> int:
    """Return the answers at which a model of so many parameters may be shown."""
    rarer = min(share, 1 - share)
    return max(
        FEWEST_ANSWERS,
        parameters + FEWEST_DEGREES_OF_FREEDOM,
        math.ceil(EVENTS_PER_PARAMETER * parameters / rarer),
    )
