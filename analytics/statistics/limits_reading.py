"""The limits of a link in words: what the silent could do, what could not have been seen."""

import math
from collections.abc import Iterator, Mapping

from analytics.release.content import Release
from analytics.release.model import AnalysisKind, Cell, Estimate, MeasureEntry
from analytics.statistics.detectable import after_step, could_be_seen
from analytics.statistics.high_against_low import COMPARABLE, high_against_low
from analytics.statistics.intervals import Interval
from analytics.statistics.method import degrees
from analytics.statistics.reading import in_language, shown_number
from analytics.statistics.rows.groups import organisation_cell
from analytics.statistics.tipping import (
    Willing,
    response_rate,
    share_among_silent,
    willingness,
)
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal


def silent_sentences(release: Release, outcome: str, texts: Texts) -> tuple[str, ...]:
    """Return what those who did not answer would have to be like to turn an outcome's results.

    First for its share, then for each clear link; empty where nobody knows how many were silent.
    """
    cell = organisation_cell(release.cells, outcome)
    rate = _rate(release, outcome)
    if rate is None or cell is None or cell.value is None:
        return ()
    return (*_share(cell, rate, release, texts), *_links(cell.value, rate, release, outcome, texts))


def unseen_sentences(
    estimates: tuple[Estimate, ...], outcome: str, share: float | None,
    measures: Mapping[str, MeasureEntry], texts: Texts,
) -> tuple[str, ...]:  # fmt: skip
    """Return for each condition without a clear link how strong one would have had to be.

    ``share`` is the outcome's published one, 0 to 1; without it, or without numbers, nothing.
    """
    if share is None or not 0 < share < 1:
        return ()
    found = []
    for one in estimates:
        about = (one.outcome, one.model, one.measure)
        if about != (outcome, "adjusted", "odds_ratio") or one.contrast == "per 10 points":
            continue
        if one.low is None or one.high is None or not 0 < one.low <= 1 <= one.high:
            continue
        log = Interval(math.log(one.low), math.log(one.high))
        ratio = math.exp(could_be_seen(log, degrees(one)))
        found.append(
            texts(
                "fragility.unseen",
                factor=in_language(measures[one.factor].name, texts),
                now=round(100 * share),
                then=round(100 * after_step(share, ratio)),
                less=round(100 * after_step(share, 1 / ratio)),
                ratio=shown_number(ratio, texts),
            )
        )
    return tuple(found)


def _rate(release: Release, outcome: str) -> float | None:
    """Return which share of people answered, by the published bounds; None where unknown."""
    for one in release.analyses:
        about = (one.analysis, one.statistic, one.outcome)
        if about == (AnalysisKind.SILENCE, "bounds", outcome) and None not in (one.low, one.high):
            rate = response_rate(Interval(one.low or 0.0, one.high or 0.0))
            return rate if 0 < rate < 1 else None
    return None


def _share(cell: Cell, rate: float, release: Release, texts: Texts) -> Iterator[str]:
    value, low, high = cell.value, cell.low, cell.high
    if value is None or low is None or high is None:
        return
    shown = [
        texts(f"fragility.silent.{never}")
        if found is None
        else texts("fragility.silent.of_hundred", people=round(100 * found))
        for never, end in (("none", low), ("all", high))
        for found in [share_among_silent(value, end, rate)]
    ]
    yield texts(
        "fragility.silent.share",
        outcome=in_language(release.measure(cell.measure).name, texts),
        answered=round(100 * value),
        low=decimal(100 * low, 0, texts.language),
        high=decimal(100 * high, 0, texts.language),
        fewer=shown[0],
        more=shown[1],
    )


def _links(
    share: float, rate: float, release: Release, outcome: str, texts: Texts
) -> Iterator[str]:
    for one in high_against_low(release.estimates, outcome, "adjusted"):
        if one.contrast not in COMPARABLE or not one.estimate or not one.low or not one.high:
            continue
        if one.low <= 1 <= one.high:
            continue
        ratio = max(one.estimate, 1 / one.estimate)
        nearest = max(min(one.low, one.high), 1 / max(one.low, one.high))
        worse = after_step(share, math.sqrt(ratio)) / 2
        needed = [willingness(to, rate, worse) for to in (ratio, nearest)]
        entry = release.measure(one.factor)
        end = entry.high_end if one.estimate > 1 else entry.low_end
        yield texts(
            "fragility.silent.link" if needed[0] else "fragility.silent.link_never",
            factor=in_language(entry.name, texts),
            end=in_language(end, texts) if end else in_language(entry.name, texts),
            outcome=in_language(release.measure(outcome).name, texts),
            **_people(needed[0], ""),
            **_people(needed[1], "unclear_"),
        )


def _people(found: Willing | None, before: str) -> dict[str, int]:
    """Return of a hundred, those with both who answer and the others; nobody where impossible."""
    both, others = (found.both, found.others) if found else (0.0, 0.0)
    return {f"{before}both": round(100 * both), f"{before}others": round(100 * others)}
