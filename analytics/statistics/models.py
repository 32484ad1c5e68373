"""The models of one outcome: each factor alone, then all together, as far as answers bear them."""

from dataclasses import dataclass, replace
from typing import Literal

from analytics.statistics.logistic import DesignDeficient, Fit, NotConverged, fit_logistic
from analytics.statistics.sample import PatternTally, Sample, complete_cases
from analytics.statistics.sufficiency import CONSTANT, NOT_APART, insufficiency
from survey.instruments.model import ModelPlan

Model = Literal["unadjusted", "adjusted"]


@dataclass(frozen=True)
class Fitted:
    """A model of one outcome.

    Attributes
    ----------
    fit
        None where there are too few answers; ``why_not`` then says so in a sentence.
    left_out
        Breakdowns of the plan that the answers did not bear.
    """

    outcome: str
    model: Model
    sample: Sample
    fit: Fit | None
    why_not: str
    left_out: tuple[str, ...] = ()


def models(tally: PatternTally, plan: ModelPlan, outcome: str) -> list[Fitted]:
    """Return for one yes/no outcome a model for each factor alone, then the adjusted one.

    The adjusted model has all factors of the plan, and its breakdowns as categories; where
    answers do not bear all terms (``analytics.statistics.sufficiency``), breakdowns are left
    out from the last one.
    """
    factors = tuple(key for key in plan.factors if key != outcome)
    alone = [_fitted(tally, outcome, "unadjusted", (factor,)) for factor in factors]
    return [*alone, adjusted_model(tally, plan, outcome)]


def adjusted_model(tally: PatternTally, plan: ModelPlan, outcome: str) -> Fitted:
    """Fit with as many of the breakdowns as the events bear, leaving out from the last."""
    factors, breakdowns = tuple(key for key in plan.factors if key != outcome), plan.adjust_for
    for kept in range(len(breakdowns), -1, -1):
        fitted = _fitted(tally, outcome, "adjusted", factors, breakdowns[:kept])
        if fitted.fit is not None:
            break
    entered = fitted.sample.breakdowns
    return replace(fitted, left_out=tuple(key for key in breakdowns if key not in entered))


def _fitted(
    tally: PatternTally,
    outcome: str,
    model: Model,
    factors: tuple[str, ...],
    breakdowns: tuple[str, ...] = (),
) -> Fitted:
    sample = complete_cases(tally, outcome, factors, breakdowns)
    patterns = sample.patterns
    why_not = insufficiency(patterns.n, patterns.events, sample.parameters)
    if why_not is None and not sample.factors:
        why_not = CONSTANT
    if why_not is not None:
        return Fitted(outcome, model, sample, None, why_not)
    try:
        fit = fit_logistic(patterns)
    except (DesignDeficient, NotConverged):
        return Fitted(outcome, model, sample, None, NOT_APART)
    return Fitted(outcome, model, sample, fit, "")
