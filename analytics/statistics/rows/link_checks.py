"""Rows on links: interaction, team and person, departments, and the published effect beside."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from analytics.release.model import Analysis, AnalysisKind, Estimate
from analytics.statistics.constructs import roles
from analytics.statistics.evidence import Source, sources
from analytics.statistics.interaction import interaction
from analytics.statistics.intervals import Interval, normal_quantile, quantile
from analytics.statistics.levels import levels
from analytics.statistics.likelihood import DesignDeficient
from analytics.statistics.logistic import Fit, NotConverged, fit_logistic
from analytics.statistics.meta_analysis import Pooled, random_effects, with_prior
from analytics.statistics.method import degrees, fitted_by
from analytics.statistics.models import Fitted
from analytics.statistics.patterns import Floats
from analytics.statistics.rounding import nearest_ten
from analytics.statistics.rows.ground import Ground, Place, no_number, number
from analytics.statistics.sample import Sample, sample_of
from analytics.statistics.sufficiency import insufficiency

Found_co = TypeVar("Found_co", covariant=True)

FEWEST_DEPARTMENTS = 3
PRIOR_FACTOR = 1.5
"""Convention: 95 of 100 organisations have an odds ratio within the published one divided and
multiplied by this. The papers give no interval to take it from."""


def interaction_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield for each outcome whether demands weigh more where control is low.

    ``factor`` is demands and ``category`` control; ``product`` is how the odds ratio of demands
    per SD changes per SD of control. Adjusted for the other factors, and for the breakdowns of
    the adjusted model as far as answers bear them.
    """
    found = roles(ground.instrument)
    if found.demands is None or found.control is None:
        return
    kind = AnalysisKind.INTERACTION
    for outcome in ground.outcomes:
        demands, control = found.demands, found.control
        others = [key for key in ground.factors(outcome) if key not in (demands, control)]
        result, terms = _borne(ground, outcome, partial(interaction, first=demands, second=control))
        if isinstance(result, str):
            yield no_number(ground, kind, "product", result, outcome=outcome,
                            factor=demands, category=control)  # fmt: skip
            continue
        yield number(
            ground, kind, "product", result.product.estimate, result.product.interval,
            outcome=outcome, factor=demands, category=control,
            n=nearest_ten(result.fit.n), method=_method(result.fit, "per 1 SD", others, terms),
        )  # fmt: skip


class _Variant(Protocol[Found_co]):
    """A model of the same people with a term more, which may start from their own model."""

    def __call__(self, sample: Sample, *, start: Floats | None) -> Found_co | str:
        """Return what it finds, or why it is not shown."""


def _borne(
    ground: Ground, outcome: str, variant: _Variant[Found_co]
) -> tuple[Found_co | str, tuple[str, ...]]:
    """Fit with the adjusted model's breakdowns, as many as this model's events bear."""
    models, adjusted = ground.models, ground.models.adjusted(outcome)
    breakdowns = adjusted.sample.breakdowns if adjusted.fit is not None else ()
    for kept in range(len(breakdowns), -1, -1):
        sample = models.sample(outcome, models.factors(outcome), breakdowns[:kept])
        own = adjusted.fit if sample is adjusted.sample else None
        found = variant(sample, start=None if own is None else own.coefficients)
        if not isinstance(found, str):
            break
    return found, breakdowns[:kept]


def _method(fit: Fit, step: str, others: Sequence[str], breakdowns: Sequence[str]) -> str:
    terms = ", ".join((*others, *breakdowns))
    return f"{fitted_by(fit)}, {step}, {'adjusted for ' + terms if terms else 'unadjusted'}"


def level_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield for each outcome and factor the odds ratio per 10 points within and between teams.

    Adjusted as in ``interaction_rows``.
    """
    kind = AnalysisKind.LEVELS
    for outcome in ground.outcomes:
        for factor in ground.factors(outcome):
            others = [key for key in ground.factors(outcome) if key != factor]
            result, terms = _borne(ground, outcome, partial(levels, factor=factor))
            if isinstance(result, str):
                yield no_number(ground, kind, "odds_ratio", result, outcome=outcome, factor=factor)
                continue
            for category in ("within", "between", "context"):
                effect = getattr(result, category)
                yield number(
                    ground, kind, "odds_ratio", effect.estimate, effect.interval,
                    outcome=outcome, factor=factor, category=category,
                    n=nearest_ten(result.fit.n),
                    method=_method(result.fit, "per 10 points", others, terms),
                )  # fmt: skip


def department_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield for each outcome and factor a random-effects mean over departments, with Q, tau², I².

    Departments enter with a model of their own where that may be shown by rule 6; adjusted for
    the other factors where three departments or more bear that, else with the factor alone. The
    step is one standard deviation of the organisation, so that all departments have the same.
    Variances are the larger of the clustered and the model-based one: a sandwich of a handful of
    teams is too small by chance in some department, which would then outweigh all others.
    """
    kind = AnalysisKind.DEPARTMENTS
    for outcome in ground.outcomes:
        factors = ground.factors(outcome)
        together = _by_department(ground, outcome, factors)
        for factor in factors:
            others = tuple(key for key in factors if key != factor)
            found = together.get(factor, [])
            if len(found) < FEWEST_DEPARTMENTS:
                others, found = (), _by_department(ground, outcome, (factor,)).get(factor, [])
            if len(found) < FEWEST_DEPARTMENTS:
                yield no_number(ground, kind, "odds_ratio", "too_few_departments",
                                outcome=outcome, factor=factor)  # fmt: skip
                continue
            yield from _pooled(ground, outcome, factor, others, found)


@dataclass(frozen=True)
class _Department:
    log: float
    variance: float
    n: int


def _by_department(
    ground: Ground, outcome: str, factors: tuple[str, ...]
) -> dict[str, list[_Department]]:
    """Return by factor what each department's model of all ``factors`` gives, where it may."""
    models, full = ground.models, ground.tally.full
    whole = models.sample(outcome, factors)
    own = models.adjusted(outcome) if factors == models.factors(outcome) else (
        models.unadjusted(outcome, factors[0])
    )  # fmt: skip
    found: dict[str, list[_Department]] = {}
    for units in ground.departments.values():
        sample = sample_of(whole.cases.of_units(units), full, outcome, factors)
        n, events = sample.patterns.n, sample.patterns.events
        if insufficiency(n, events, sample.parameters) or sample.constant:
            continue
        try:
            fit = fit_logistic(sample.patterns, _start(own, sample))
        except (DesignDeficient, NotConverged):
            continue
        for factor in factors:
            at, steps = sample.column(factor), whole.sd[factor] / sample.sd[factor]
            variance = max(fit.covariance[at, at], fit.model_covariance[at, at])
            log = float(fit.coefficients[at]) * steps
            one = _Department(log, float(variance) * steps**2, n)
            found.setdefault(factor, []).append(one)
    return found


def _start(own: Fitted, sample: Sample) -> Floats | None:
    """Return the organisation's coefficients, per standard deviation of a department."""
    if own.fit is None or own.sample.factors != sample.factors:
        return None
    steps = [sample.sd[factor] / own.sample.sd[factor] for factor in sample.factors]
    return own.fit.coefficients[: sample.parameters] * [1.0, *steps]


def _pooled(
    ground: Ground, outcome: str, factor: str, others: tuple[str, ...], found: list[_Department]
) -> Iterator[Analysis]:
    pooled = random_effects([one.log for one in found], [one.variance for one in found])
    method = (
        f"random effects (DerSimonian-Laird) over {len(found)} departments, per 1 SD of the"
        f" organisation, {'adjusted for ' + ', '.join(others) if others else 'unadjusted'},"
        " the larger of clustered and model-based errors"
    )
    ends = Interval(math.exp(pooled.interval.low), math.exp(pooled.interval.high))
    numbers: dict[str, tuple[float, Interval | None]] = {
        "odds_ratio": (math.exp(pooled.estimate), ends),
        **{name: (value, None) for name, value in _heterogeneity(pooled).items()},
    }
    for statistic, (value, interval) in numbers.items():
        yield number(
            ground, AnalysisKind.DEPARTMENTS, statistic, value, interval, outcome=outcome,
            factor=factor, n=nearest_ten(sum(one.n for one in found)), method=method,
        )  # fmt: skip


def _heterogeneity(pooled: Pooled) -> dict[str, float]:
    return {"q": pooled.q, "q_df": pooled.df, "tau2": pooled.tau2, "i2": pooled.i2}


def published_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield the organisation's own odds ratio drawn towards a paper's, and the paper's weight.

    Made of the rows of estimates.csv, so that it tells nothing more: the adjusted odds ratio per
    SD, else the unadjusted one. ``category`` is the paper's key.
    """
    for source in sources():
        for outcome in ground.outcomes:
            if outcome not in source.outcomes:
                continue
            for factor in ground.factors(outcome):
                yield from _drawn(ground, source, outcome, factor)


def _drawn(ground: Ground, source: Source, outcome: str, factor: str) -> Iterator[Analysis]:
    measure, kind = ground.instrument.measures[factor], AnalysisKind.PUBLISHED
    figures = source.figures(factor, measure.good_end)
    if not figures:
        return
    own = _own(ground, outcome, factor)
    if own is None or own.estimate is None or own.low is None or own.high is None:
        yield no_number(ground, kind, "odds_ratio", "too_few_answers", outcome=outcome,
                        factor=factor, category=source.key)  # fmt: skip
        return
    prior = sum(map(math.log, figures)) / len(figures)
    error = (math.log(own.high) - math.log(own.low)) / (2 * quantile(degrees(own)))
    spread = math.log(PRIOR_FACTOR) / normal_quantile()
    drawn = with_prior(math.log(own.estimate), error**2, prior, spread**2)
    interval = Interval(math.exp(drawn.interval.low), math.exp(drawn.interval.high))
    method = (
        f"own {own.model} odds ratio per 1 SD with {source.cite} as prior; weight of the prior"
        f" {drawn.prior_weight:.2f}; prior within a factor of {PRIOR_FACTOR} (convention)"
    )
    place: Place = {"outcome": outcome, "factor": factor, "category": source.key, "n": own.n,
                    "method": method}  # fmt: skip
    yield number(ground, kind, "odds_ratio", math.exp(drawn.estimate), interval, **place)
    yield number(ground, kind, "prior_weight", drawn.prior_weight, **place)


def _own(ground: Ground, outcome: str, factor: str) -> Estimate | None:
    """Return the adjusted row with a number, else the unadjusted one."""
    rows = {
        row.model: row
        for row in ground.estimates
        if (row.outcome, row.factor, row.contrast, row.measure)
        == (outcome, factor, "per 1 SD", "odds_ratio")
        and row.estimate is not None
    }
    return rows.get("adjusted") or rows.get("unadjusted")
