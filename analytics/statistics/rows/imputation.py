"""Rows that set complete cases beside multiple imputation, where more than 5 % lack an answer."""

import math
from collections.abc import Iterator

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.cases import COUNT, UNIT, Cases
from analytics.statistics.effects import Contrast, odds_ratio
from analytics.statistics.imputation import Imputed
from analytics.statistics.intervals import Interval
from analytics.statistics.likelihood import DesignDeficient
from analytics.statistics.logistic import Fit, NotConverged, fit_logistic
from analytics.statistics.models import Fitted
from analytics.statistics.rounding import nearest_ten
from analytics.statistics.rows.ground import Ground, Place, no_number, number
from analytics.statistics.rubin import rubin
from analytics.statistics.sample import Sample, sample_of

KIND = AnalysisKind.IMPUTATION
FEW_LACKING = 0.05
METHOD = (
    "adjusted, per 1 SD, {times} imputations by chained equations with predictive mean matching and"
    " team intercepts, Rubin's rules"
)


def imputation_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield the adjusted odds ratios per SD twice: ``complete`` and ``imputed``.

    For each outcome whose adjusted model leaves out more than 5 % of those with the outcome
    known. One imputation serves all outcomes, which are in it too; people whose outcome was
    missing are then left out of its model (von Hippel 2007, Sociol Methodol 37:83). The step is
    that of the complete cases in both.
    """
    for outcome in ground.outcomes:
        fitted = ground.models.adjusted(outcome)
        if fitted.fit is None or not _lacking(ground, fitted):
            continue
        filled = ground.models.filled(ground.modelled)
        if filled is None:
            yield no_number(ground, KIND, "odds_ratio", "too_many_to_impute", outcome=outcome)
        else:
            yield from _both(ground, fitted, filled)


def _lacking(ground: Ground, fitted: Fitted) -> bool:
    known = ground.models.sample(fitted.outcome, ()).patterns.n
    return fitted.sample.patterns.n < (1 - FEW_LACKING) * known


def _both(ground: Ground, fitted: Fitted, filled: Imputed) -> Iterator[Analysis]:
    fits = list(_fits(ground, fitted, filled))
    people = ground.models.sample(fitted.outcome, ()).patterns.n
    for factor in fitted.sample.factors:
        place: Place = {"outcome": fitted.outcome, "factor": factor}
        if len(fits) < len(filled.copies) or fitted.fit is None:
            yield no_number(ground, KIND, "odds_ratio", "not_apart", **place)
            continue
        own = odds_ratio(fitted.fit, Contrast(fitted.sample.column(factor), 1.0))
        complete: Place = {"category": "complete", "n": fitted.sample.patterns.n,
                           "method": "adjusted, per 1 SD, complete cases"}  # fmt: skip
        yield number(ground, KIND, "odds_ratio", own.estimate, own.interval, **(place | complete))
        logs, variances = [], []
        degrees = [fit.degrees for _, fit in fits if fit.degrees is not None]
        for sample, fit in fits:
            at, step = sample.column(factor), fitted.sample.sd[factor] / sample.sd[factor]
            logs.append(float(fit.coefficients[at]) * step)
            variances.append(float(fit.covariance[at, at]) * step**2)
        found = rubin(logs, variances, min(degrees, default=None))
        ends = Interval(math.exp(found.interval.low), math.exp(found.interval.high))
        place |= {
            "category": "imputed",
            "n": nearest_ten(people),
            "method": METHOD.format(times=len(fits)),
        }
        yield number(ground, KIND, "odds_ratio", math.exp(found.estimate), ends, **place)


def _fits(ground: Ground, fitted: Fitted, filled: Imputed) -> Iterator[tuple[Sample, Fit]]:
    """Yield the adjusted model of each imputation, without people whose outcome was missing."""
    known, full, sample = filled.known[fitted.outcome], ground.tally.full, fitted.sample
    keys = [*sample.factors, *sample.breakdowns, fitted.outcome]
    for copy in filled.copies:
        # Filled rows hardly repeat, so that they are not counted anew.
        unit, count, *columns = (copy[key].to_numpy()[known] for key in (UNIT, COUNT, *keys))
        cases = Cases(unit, dict(zip(keys, columns, strict=True)), count)
        complete = sample_of(cases, full, fitted.outcome, sample.factors, sample.breakdowns)
        start = None if fitted.fit is None else fitted.fit.coefficients
        if complete.parameters != sample.parameters:
            start = None
        try:
            yield complete, fit_logistic(complete.patterns, start)
        except (DesignDeficient, NotConverged):
            return
