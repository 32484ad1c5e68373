"""Multiple imputation by chained equations, on rows expanded from patterns, and Rubin's rules.

Complete cases leave out everybody who lacks one answer. Imputation fills the gaps many times
with answers that people alike gave, fits the model to each, and puts the results together; the
interval then also holds what the gaps leave open.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics.intervals import CONFIDENCE, Interval, quantile
from analytics.statistics.patterns import Floats
from analytics.statistics.sample import COUNT, UNIT
from survey.errors import BearingError

IMPUTATIONS: Final = 20
ROUNDS: Final = 5
DONORS: Final = 5
POOL: Final = 5_000
"""Most complete patterns that predictions are learnt from and answers taken of; they are drawn
by their people. All of them are in the copies."""
RIDGE: Final = 1e-6


class ImputationsImpossible(BearingError):
    """Estimates that cannot be put together: fewer than two, or a variance below zero."""

    code: ClassVar[str] = "STAT-IMPUTATIONS"


@dataclass(frozen=True)
class Combined:
    """One estimate out of several imputations.

    Attributes
    ----------
    estimate, interval
        On the scale of the input.
    missing_information
        Share of the variance that is between imputations, 0 to 1.
    """

    estimate: float
    interval: Interval
    missing_information: float


@dataclass(frozen=True)
class Imputed:
    """Patterns with every gap filled, several times.

    Attributes
    ----------
    copies
        Frames in the form of a tally's patterns, all with the same rows in the same order.
    known
        By column, which of these rows had an answer.
    """

    copies: tuple[pd.DataFrame, ...]
    known: Mapping[str, NDArray[np.bool_]]


def rubin(
    estimates: Sequence[float],
    variances: Sequence[float],
    degrees: float | None = None,
    confidence: float = CONFIDENCE,
) -> Combined:
    """Put together the results of m imputations.

    Mean of the estimates; T = W + (1 + 1/m)B with W the mean variance and B the variance of the
    estimates; t interval with (m - 1)/λ² degrees of freedom, λ = (1 + 1/m)B/T. Rubin 1987,
    Multiple Imputation for Nonresponse in Surveys, section 3.1. Where the complete answers
    would have had ν = ``degrees`` only (teams - 1), these two are joined as resistors are with
    (1 - λ)ν(ν + 1)/(ν + 3): Barnard & Rubin 1999, Biometrika 86:948. Checked by hand.

    Raises
    ------
    ImputationsImpossible
        With fewer than two imputations, or a variance that is not above zero.
    """
    m, within = len(estimates), float(np.mean(variances)) if len(variances) else 0.0
    if m < 2 or m != len(variances) or min(variances) <= 0:
        raise ImputationsImpossible("Rubin's rules need two imputations or more with variances.")
    between = (1 + 1 / m) * float(np.var(estimates, ddof=1))
    total, centre = within + between, float(np.mean(estimates))
    missing = between / total
    inverse = missing**2 / (m - 1)
    if degrees is not None:
        inverse += (degrees + 3) / (degrees * (degrees + 1) * (1 - missing))
    half = quantile(1 / inverse if inverse > 0 else None, confidence) * math.sqrt(total)
    return Combined(centre, Interval(centre - half, centre + half), missing)


def imputed(
    patterns: pd.DataFrame, numeric: Sequence[str], nominal: Sequence[str], times: int = IMPUTATIONS
) -> Imputed:
    """Return ``times`` copies of the patterns with every gap filled, in the form of a tally.

    Chained equations: each column in turn is regressed on all others (least squares with
    coefficients drawn from their posterior; a nominal one as one column a category), and a
    person without it gets the answer of one of the ``DONORS`` patterns whose prediction is
    nearest, drawn by their people (predictive mean matching, so that only real answers are
    filled in). Teams enter as the team's share of the first numeric column. White 2011, Stat
    Med 30:377; Morris 2014, BMC Med Res Methodol 14:75. The seed is the hash of the counts: the
    same answers give the same numbers on any day.

    Parameters
    ----------
    numeric, nominal
        Columns to fill; others are dropped but ``unit`` and ``count``.
    """
    keys = [*numeric, *nominal]
    grouped = patterns.groupby([UNIT, *keys], dropna=False, as_index=False, sort=True)
    frame = grouped.agg({COUNT: "sum"})
    source = np.random.default_rng(_seed(frame))
    gaps = frame[keys].isna().any(axis=1).to_numpy()
    people = frame.loc[gaps, COUNT].to_numpy()
    rows = frame.loc[gaps].loc[np.repeat(frame.index[gaps], people)].assign(**{COUNT: 1})
    whole = frame.loc[~gaps]
    table = pd.concat([whole, rows], ignore_index=True)
    pool = np.concatenate(
        [_pool(whole[COUNT].to_numpy(), source), np.arange(len(whole), len(table))]
    )
    copies = []
    for _ in range(times):
        filled = _filled(table.iloc[pool], numeric, nominal, source)
        rest = filled.iloc[len(pool) - len(rows) :]
        copies.append(pd.concat([whole, rest], ignore_index=True).astype("int64"))
    return Imputed(tuple(copies), {key: table[key].notna().to_numpy() for key in keys})


def _pool(count: NDArray[np.int64], source: np.random.Generator) -> NDArray[np.int64]:
    """Return which complete patterns to learn from: all, or some drawn by their people."""
    if len(count) <= POOL:
        return np.arange(len(count))
    drawn = source.choice(len(count), size=POOL, replace=False, p=count / count.sum())
    return np.asarray(np.sort(drawn))


def _seed(frame: pd.DataFrame) -> int:
    text = frame.to_csv(index=False, lineterminator="\n")
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _filled(
    table: pd.DataFrame, numeric: Sequence[str], nominal: Sequence[str], source: np.random.Generator
) -> pd.DataFrame:
    keys, count = [*numeric, *nominal], table[COUNT].to_numpy(float)
    known = {key: table[key].notna().to_numpy() for key in keys}
    values = {key: table[key].to_numpy(float, na_value=np.nan) for key in keys}
    values = {key: _started(column, count, source) for key, column in values.items()}
    team = _team_mean(table[UNIT].to_numpy(), values[keys[0]], known[keys[0]], count)
    blocks = {key: _standard(_block(values[key], nominal=key in nominal)) for key in keys}
    for _ in range(ROUNDS):
        for key in keys:
            if known[key].all() or not known[key].any():
                continue
            others = [blocks[other] for other in keys if other != key]
            design = np.column_stack([np.ones(len(table)), team, *others])
            values[key] = _matched(values[key], blocks[key], design, known[key], count, source)
            blocks[key] = _standard(_block(values[key], nominal=key in nominal))
    return table.assign(**{key: values[key].astype(np.int64) for key in keys})


def _started(values: Floats, count: Floats, source: np.random.Generator) -> Floats:
    """Fill gaps with answers drawn at random from those that are there."""
    there = ~np.isnan(values)
    if there.any() and not there.all():
        share = count[there] / count[there].sum()
        values[~there] = source.choice(values[there], size=int((~there).sum()), p=share)
    return values


def _team_mean(
    units: NDArray[np.int64], values: Floats, known: NDArray[np.bool_], count: Floats
) -> Floats:
    """Return for each pattern its team's mean of a column, drawn to the organisation's."""
    _, team = np.unique(units, return_inverse=True)
    weight = count * known
    people, total = np.bincount(team, weight), np.bincount(team, weight * values)
    overall = total.sum() / max(people.sum(), 1)
    return np.asarray(((total + DONORS * overall) / (people + DONORS))[team])


def _block(values: Floats, *, nominal: bool) -> Floats:
    """Return what predicts and is predicted: the column, or one a category but the first."""
    if not nominal:
        return np.asarray(values[:, None])
    return np.asarray(values[:, None] == np.unique(values)[None, 1:], float)


def _standard(block: Floats) -> Floats:
    spread = block.std(axis=0)
    return np.asarray((block - block.mean(axis=0)) / np.where(spread > 0, spread, 1))


def _matched(
    values: Floats, target: Floats, design: Floats, known: NDArray[np.bool_], count: Floats,
    source: np.random.Generator,
) -> Floats:  # fmt: skip
    """Return the column with each gap filled by the answer of one of the nearest donors."""
    at, drawn = _coefficients(target[known], design[known], count[known], source)
    donors = source.permutation(np.flatnonzero(known))  # so that ties fall to anybody
    nearest = donors[_nearest(design[donors] @ at, design[~known] @ drawn)]
    weight = count[nearest]
    reached = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    chosen = (source.random(len(nearest))[:, None] > reached).sum(axis=1)
    chosen = chosen.clip(max=nearest.shape[1] - 1)
    filled = values.copy()
    filled[~known] = values[nearest[np.arange(len(nearest)), chosen]]
    return filled


def _nearest(donors: Floats, wanted: Floats) -> NDArray[np.int64]:
    """Return for each wanted prediction the places of the nearest donors, ``DONORS`` if there."""
    most = min(DONORS, len(donors))
    if donors.shape[1] > 1:
        from scipy.spatial import cKDTree  # slow to import, so only where needed

        return np.asarray(cKDTree(donors).query(wanted, k=range(1, most + 1))[1])
    order = np.argsort(donors[:, 0], kind="stable")
    ranked = donors[order, 0]
    first = np.searchsorted(ranked, wanted[:, 0])[:, None] + np.arange(-most, most)
    window = np.clip(first, 0, len(ranked) - 1)
    distance = np.abs(ranked[window] - wanted)
    distance[first != window] = np.inf
    closest = np.argsort(distance, axis=1, kind="stable")[:, :most]
    return np.asarray(order[np.take_along_axis(window, closest, axis=1)])


def _coefficients(
    target: Floats, design: Floats, count: Floats, source: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return least squares coefficients by column, and one draw from their posterior."""
    weighted = design * count[:, None]
    information = design.T @ weighted
    information += RIDGE * np.diag(np.maximum(np.diag(information), 1))  # a column may be constant
    at = np.linalg.solve(information, weighted.T @ target)
    df = max(1.0, count.sum() - design.shape[1])
    residual = count @ (target - design @ at) ** 2
    sigma = np.sqrt(residual / source.chisquare(df, target.shape[1]))
    root = np.linalg.cholesky(np.linalg.inv(information))
    noise = root @ source.normal(size=at.shape)
    return np.asarray(at), np.asarray(at + noise * sigma)
