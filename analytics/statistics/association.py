"""What goes with an outcome: odds ratios of every factor, alone and adjusted for the others.

One module from the tally to the rows of estimates.csv. What may be shown is decided here (rule
6 of anonymity), and rounding happens here, at the border; the sums are made elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from analytics.release.model import Estimate
from analytics.statistics.effects import MEASURES, Contrast, Effect, Measure, effect
from analytics.statistics.method import method
from analytics.statistics.models import Fitted, models
from analytics.statistics.multiplicity import holm
from analytics.statistics.rounding import nearest_ten, rounded, rounded_p, whole_tens_below
from analytics.statistics.sample import PatternTally
from survey.instruments.model import Instrument, Scale, YesNo

Step = Literal["per 1 SD", "per 10 points", "yes vs no"]

POPULATION: Final = "organisation"


@dataclass(frozen=True)
class _Row:
    """One coefficient before rounding and before the p values of its family are put together."""

    fitted: Fitted
    factor: str
    step: Step
    measure: Measure
    effect: Effect | None


def estimates(tally: PatternTally, instrument: Instrument, wave: str) -> tuple[Estimate, ...]:
    """Return the rows of estimates.csv for one wave.

    For each yes/no outcome and each factor of the instrument's model plan: the model with that
    factor alone, and one model with all factors and the plan's breakdowns as categories. Each
    gives the odds ratio, the prevalence ratio and the risk difference, per standard deviation
    of the people in the model and per 10 points; a factor with two scores also as yes against
    no. Intervals are 95 % and respect teams. ``p_adjusted`` is Holm's over the factors within
    outcome, model and measure, "per 1 SD" being one family and "per 10 points" with "yes vs no"
    the other.

    Where events do not reach for all terms, breakdowns are left out from the last one; where
    they still do not, the row has no number and ``method`` says why. A row without a number
    gives its counts cut to tens; a count of events that would differ by 1 to 9 people from
    another published one is given to the nearest ten.

    The result does not depend on the order of the patterns. Checked on rows against statsmodels.
    """
    rows: list[_Row] = []
    for outcome in _outcomes(instrument):
        for fitted in models(tally, instrument.model, outcome):
            rows += _rows(fitted, instrument)
    adjusted = _adjusted_p(rows)
    return tuple(_estimate(row, wave, p) for row, p in zip(rows, adjusted, strict=True))


def _outcomes(instrument: Instrument) -> list[str]:
    keys = instrument.model.outcomes
    return [key for key in keys if isinstance(instrument.measures[key], YesNo)]


def _rows(fitted: Fitted, instrument: Instrument) -> Iterable[_Row]:
    for factor in (*fitted.sample.factors, *fitted.sample.constant):
        for step in _steps(instrument, factor):
            for measure in MEASURES:
                yield _Row(fitted, factor, step, measure, _effect(fitted, factor, step, measure))


def _effect(fitted: Fitted, factor: str, step: Step, measure: Measure) -> Effect | None:
    if fitted.fit is None or factor in fitted.sample.constant:
        return None
    sd = fitted.sample.sd[factor]
    contrast = Contrast(fitted.sample.column(factor), 1.0)
    if step == "per 10 points":
        contrast = replace(contrast, step=10 / sd)
    if step == "yes vs no":
        contrast = replace(contrast, step=100 / sd, ends=(0.0, 100 / sd))
    return effect(measure, fitted.fit, fitted.sample.patterns, contrast)


def _steps(instrument: Instrument, factor: str) -> tuple[Step, Step]:
    return ("per 1 SD", "yes vs no" if two_scores(instrument, factor) else "per 10 points")


def two_scores(instrument: Instrument, key: str) -> bool:
    """Tell whether a measure has two possible values only: 0 and 100 points, or no and yes."""
    measure = instrument.measures[key]
    if not isinstance(measure, Scale):
        return True
    return len(measure.items) == 1 and len(instrument.options_of(measure.items[0].item).steps) == 2


def _adjusted_p(rows: list[_Row]) -> list[float | None]:
    """Return Holm's p of each row within its family; rows without a number are in none."""
    families: dict[tuple[str, str, str, bool], list[int]] = {}
    for place, row in enumerate(rows):
        if row.effect is not None:
            family = (row.fitted.outcome, row.fitted.model, row.measure, row.step == "per 1 SD")
            families.setdefault(family, []).append(place)
    adjusted: list[float | None] = [None] * len(rows)
    for places in families.values():
        found = [row.effect.p for row in (rows[place] for place in places) if row.effect]
        for place, p in zip(places, holm(found), strict=True):
            adjusted[place] = p
    return adjusted


def _estimate(row: _Row, wave: str, p_adjusted: float | None) -> Estimate:
    fitted, patterns, found = row.fitted, row.fitted.sample.patterns, row.effect
    events = patterns.events if fitted.exact_events else nearest_ten(patterns.events)
    return Estimate(
        wave=wave,
        population=POPULATION,
        outcome=fitted.outcome,
        model=fitted.model,
        factor=row.factor,
        contrast=row.step,
        measure=row.measure,
        estimate=None if found is None else rounded(found.estimate),
        low=None if found is None else rounded(found.interval.low),
        high=None if found is None else rounded(found.interval.high),
        p=None if found is None else rounded_p(found.p),
        p_adjusted=None if p_adjusted is None else rounded_p(p_adjusted),
        n=patterns.n if found is not None else whole_tens_below(patterns.n),
        events=events if found is not None else whole_tens_below(patterns.events),
        clusters=patterns.teams if found is not None else None,
        method=method(fitted, row.measure, told=found is not None),
    )
