"""What goes with an outcome: odds ratios of every factor, alone and adjusted for the others.

One module from the tally to the rows of estimates.csv. What may be shown is decided here (rule
6 of anonymity), and rounding happens here, at the border; the sums are made elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Literal

from analytics.release.model import Estimate
from analytics.statistics.effects import (
    MEASURES,
    Contrast,
    Effect,
    Measure,
    odds_ratio,
    prevalence_ratio,
    risk_change,
    risk_difference,
)
from analytics.statistics.logistic import Fit
from analytics.statistics.method import method
from analytics.statistics.models import Fitted, Models, yes_no_outcomes
from analytics.statistics.multiplicity import holm
from analytics.statistics.risks import Risks
from analytics.statistics.rounding import nearest_ten, rounded, rounded_p, whole_tens_below
from analytics.statistics.standardisation import at_share, at_shares
from analytics.statistics.sufficiency import NO_SHARE
from survey.instruments.model import Instrument, Scale

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
    share: float | None


def estimates(
    models: Models,
    instrument: Instrument,
    wave: str,
    shares: Mapping[str, float],
    outcomes: Sequence[str] | None = None,
) -> tuple[Estimate, ...]:
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
    gives its counts cut to tens.

    No true count of events is in any number: prevalence ratios and risk differences start from
    the published share (``analytics.statistics.standardisation``), and ``events`` is the
    published share times ``n`` to the nearest ten. The true total beside the exact rows of
    teams would tell what the few of a bounded row said.

    The result does not depend on the order of the patterns. Checked on rows against statsmodels.

    Parameters
    ----------
    shares
        The published level of the organisation in each measure, 0 to 1: of outcomes and of
        factors with two scores. An outcome that has none, or 0 or 1, gets no number; a factor
        with two scores that has none gets only odds ratios of yes against no.
    outcomes
        Those to make rows of, all of the plan where left out; none depends on another.
    """
    rows: list[_Row] = []
    for outcome in yes_no_outcomes(instrument) if outcomes is None else outcomes:
        for fitted in models.of(outcome):
            rows += _rows(fitted, instrument, shares)
    adjusted = _adjusted_p(rows)
    return tuple(_estimate(row, wave, p) for row, p in zip(rows, adjusted, strict=True))


def _rows(fitted: Fitted, instrument: Instrument, shares: Mapping[str, float]) -> Iterable[_Row]:
    share = shares.get(fitted.outcome)
    if share is None or not 0 < share < 1:
        fitted, share = replace(fitted, fit=None, why_not=fitted.why_not or NO_SHARE), None
    start, patterns = None, fitted.sample.patterns
    if fitted.fit is not None and share is not None:
        coarse = _coarse(fitted, fitted.fit, instrument, shares)
        start = Risks.of(at_share(coarse, patterns, share), patterns)
    for factor in (*fitted.sample.factors, *fitted.sample.constant):
        for step in _steps(instrument, factor):
            for measure, found in _effects(fitted, start, share, factor, step, shares.get(factor)):
                yield _Row(fitted, factor, step, measure, found, share)


def _coarse(fitted: Fitted, fit: Fit, instrument: Instrument, shares: Mapping[str, float]) -> Fit:
    """Return a model that is a 2 × 2 table with its log odds ratio in steps that tell no total.

    With known margins three digits of an odds ratio settle which of a few totals is true, and so
    what a row near an end holds. Steps as wide as the log odds ratio moves where one person of a
    table with the published margins changes sides, Σ 1/expected, leave each total a table: about
    a quarter of the standard error among 120 people, a tenth among 1,000.
    """
    factor = fitted.sample.factors[0]
    share, yes = shares.get(fitted.outcome), shares.get(factor)
    if len(fitted.sample.factors) > 1 or not two_scores(instrument, factor) or not (share and yes):
        return fit
    n, unit = fitted.sample.patterns.n, 100 / fitted.sample.sd[factor]
    sides = [(1 - share, share), (1 - yes, yes)]
    step = sum(1 / (n * one * other) for one, other in product(*sides))
    coefficients = fit.coefficients.copy()
    column = fitted.sample.column(factor)
    coefficients[column] = round(float(coefficients[column]) * unit / step) * step / unit
    return replace(fit, coefficients=coefficients)


def _effects(
    fitted: Fitted,
    start: Risks | None,
    share: float | None,
    factor: str,
    step: Step,
    yes: float | None,
) -> Iterable[tuple[Measure, Effect | None]]:
    """Yield each measure of a step; ``start`` holds the risks at the published share."""
    if start is None or share is None or factor in fitted.sample.constant:
        yield from ((measure, None) for measure in MEASURES)
        return
    sd, patterns = fitted.sample.sd[factor], fitted.sample.patterns
    contrast = Contrast(fitted.sample.column(factor), 1.0)
    if step == "per 10 points":
        contrast = replace(contrast, step=10 / sd)
    if step == "yes vs no":
        ends = (0.0, 100 / sd)
        contrast = replace(contrast, step=100 / sd, ends=ends)
        if yes is not None:
            moved = at_shares(start.fit, patterns, contrast.column, ends, share, yes)
            start = Risks.of(moved, patterns)
    yield "odds_ratio", odds_ratio(start.fit, contrast)
    if step == "yes vs no" and yes is None:
        yield from ((measure, None) for measure in MEASURES[1:])
        return
    change = risk_change(start, contrast)
    yield "prevalence_ratio", prevalence_ratio(start.fit, change)
    yield "risk_difference", risk_difference(start.fit, change)


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
    n = patterns.n if found is not None else whole_tens_below(patterns.n)
    events = n * (row.share or 0.0)
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
        n=n,
        events=nearest_ten(events) if found is not None else whole_tens_below(events),
        clusters=patterns.teams if found is not None else None,
        method=method(fitted, row.measure, row.factor, told=found is not None),
    )
