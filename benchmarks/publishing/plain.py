"""The same figures straight from the rows, by pandas and statsmodels; nothing is protected.

Means by team, department and category, and for each outcome the logistic models of each factor
alone and of all together with the breakdowns, errors by team. ``disagreements`` holds them against
what Bearing's own counts and fits give before anything is rounded or swapped.
"""

from dataclasses import dataclass
from math import ceil

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import statsmodels.api as sm

from analytics.composing.tally import Tally, count_patterns
from analytics.statistics.models import Fitted, Models
from survey.instruments.model import Instrument, Scale
from survey.store.collecting import ANSWERS_SCHEMA

ALIKE = 1e-6
"""Of a figure: six digits."""


@dataclass(frozen=True)
class Plain:
    """What the plain program finds.

    Attributes
    ----------
    means
        By measure, mean by department and team.
    models
        By outcome and factors: log odds ratios per standard deviation, and their errors.
    """

    rows: pd.DataFrame
    means: dict[str, pd.Series]
    models: dict[tuple[str, tuple[str, ...]], tuple[np.ndarray, np.ndarray]]


def plain_program(file: str, instrument: Instrument) -> Plain:
    """Return the figures of a file of answers."""
    rows = pd.read_csv(file)
    scores = pd.DataFrame({key: _score(rows, key, instrument) for key in instrument.measures})
    items = {breakdown.key: rows[breakdown.item] for breakdown in instrument.breakdowns}
    teams = scores.groupby([rows["department"], rows["team"]]).agg(["count", "mean", "std"])
    scores.groupby(rows["department"]).agg(["count", "mean", "std"])
    for item in items.values():
        scores.groupby([item, rows["department"]]).agg(["count", "mean", "std"])
    models = {}
    plan = instrument.model
    for outcome in plan.outcomes:
        factors = tuple(key for key in plan.factors if key != outcome)
        dummies = pd.concat([_dummies(items[key], key) for key in plan.adjust_for], axis=1)
        for chosen, beside in [*(((key,), None) for key in factors), (factors, dummies)]:
            models[outcome, chosen] = _fitted(scores, rows["team"], outcome, chosen, beside)
    return Plain(rows, {key: teams[key]["mean"] for key in instrument.measures}, models)


def _dummies(item: pd.Series, key: str) -> pd.DataFrame:
    """A column a category but the first; missing where nobody said."""
    made = pd.get_dummies(item, prefix=key, drop_first=True, dtype=float)
    made[item.isna()] = np.nan
    return made


def _fitted(
    scores: pd.DataFrame,
    team: pd.Series,
    outcome: str,
    factors: tuple[str, ...],
    beside: pd.DataFrame | None,
) -> tuple[np.ndarray, np.ndarray]:
    data = scores[[outcome, *factors]].join(team)
    data = (data if beside is None else data.join(beside)).dropna()
    own = data[list(factors)] / data[list(factors)].std()
    design = sm.add_constant(own if beside is None else own.join(data[beside.columns]))
    fit = sm.GLM(data[outcome], design, family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(data["team"])[0]}, tol=1e-12
    )
    places = slice(1, 1 + len(factors))
    return np.asarray(fit.params)[places], np.asarray(fit.bse)[places]


def _score(rows: pd.DataFrame, key: str, instrument: Instrument) -> pd.Series:
    measure = instrument.measures[key]
    if not isinstance(measure, Scale):
        said = pd.concat(
            [rows[part.item].isin(part.values).where(rows[part.item].notna())
             for part in measure.all_of], axis=1,
        ).astype(float)  # fmt: skip
        # One condition that is known not to hold settles it, whatever the others are.
        return said.min(axis=1).where(said.notna().all(axis=1) | (said.min(axis=1) == 0))
    points = []
    for place in measure.items:
        values = instrument.options_of(place.item).values
        low, high = min(values), max(values)
        share = (rows[place.item] - low) / (high - low)
        points.append(1 - share if place.turned else share)
    answered = pd.concat(points, axis=1)
    enough = answered.notna().sum(axis=1) >= max(1, ceil(measure.minimum_answered * len(points)))
    return 100 * answered.mean(axis=1).where(enough)


def agreeing(plain: Plain, instrument: Instrument) -> int:
    """Return how many figures agree to six digits with Bearing's, before it rounds any.

    Raises ``SystemExit`` where one does not. A model that Bearing does not fit, for want of
    answers, or fits with fewer terms, is not compared.
    """
    teams, tally = _counted(plain.rows, instrument)
    pairs = [
        pair for key in instrument.measures for pair in _means(tally, key, plain.means[key], teams)
    ]
    models = Models(tally, instrument.model)
    for (outcome, factors), (logs, errors) in plain.models.items():
        own = models.adjusted(outcome) if len(factors) > 1 else (
            models.unadjusted(outcome, factors[0])
        )  # fmt: skip
        pairs += _coefficients(own, factors, logs, errors)
    for name, ours, theirs in pairs:
        if abs(ours - theirs) > ALIKE * max(abs(theirs), ALIKE):
            raise SystemExit(f"{name}: {ours!r} here and {theirs!r} by the plain program.")
    return len(pairs)


def _counted(rows: pd.DataFrame, instrument: Instrument) -> tuple[pd.MultiIndex, Tally]:
    """The teams in their order, and the product's own counts of the rows."""
    teams = pd.MultiIndex.from_frame(rows[["department", "team"]]).unique().sort_values()
    unit = teams.get_indexer(pd.MultiIndex.from_frame(rows[["department", "team"]]))
    said = rows[list(instrument.item_by_key)].to_numpy(float).ravel()
    values = pa.array(np.nan_to_num(said).astype(np.uint8), mask=np.isnan(said))
    width = len(instrument.item_by_key)
    answers = pa.ListArray.from_arrays(np.arange(0, len(said) + 1, width, dtype=np.int32), values)
    with duckdb.connect() as engine:
        engine.register("answer", pa.table([unit.astype(np.int32), answers], ANSWERS_SCHEMA))
        return teams, count_patterns(engine, instrument)


def _means(
    tally: Tally, key: str, theirs: pd.Series, teams: pd.MultiIndex
) -> list[tuple[str, float, float]]:
    own, whole = tally.by_unit(key), 1 if tally.full[key] == 1 else 100
    ours = whole * own["total"] / own["n"] / tally.full[key]
    known = theirs.reindex(teams).to_numpy()[own.index.to_numpy()]
    return [(f"mean of {key}", *pair) for pair in zip(ours.tolist(), known.tolist(), strict=True)]


def _coefficients(
    own: Fitted, factors: tuple[str, ...], logs: np.ndarray, errors: np.ndarray
) -> list[tuple[str, float, float]]:
    fit = own.fit
    if fit is None or own.left_out or fit.penalised or fit.errors.value != "CR1":
        return []
    found = []
    for factor, log, error in zip(factors, logs.tolist(), errors.tolist(), strict=True):
        at = own.sample.column(factor)
        name = f"{own.model} {own.outcome} by {factor}"
        found += [
            (name, float(fit.coefficients[at]), log),
            (f"error of {name}", float(fit.covariance[at, at]) ** 0.5, error),
        ]
    return found
