"""An estimate as a sentence in plain words, by rule from direction, size, interval and design.

The words stand in survey/i18n/locale/*/reading.po. They say "goes with" and never "causes", and
an odds ratio is never worded as "times more likely": with a common outcome it is far above the
ratio of the shares.
"""

from collections.abc import Mapping
from typing import Final

from analytics.release.model import Estimate, MeasureEntry
from analytics.statistics.apart import side_of
from analytics.statistics.sufficiency import CONSTANT, NOT_APART
from survey.i18n.catalogue import DEFAULT_LANGUAGE, Texts
from survey.i18n.numbers import decimal
from survey.instruments.model import Wording

SLIGHT: Final = 1.2
STRONG: Final = 1.5
"""Odds ratios per standard deviation, or their inverses, at which the words change (docs)."""

STEPS: Final = {"per 1 SD": "sd", "per 10 points": "ten", "yes vs no": "yes"}


def sentence(estimate: Estimate, measures: Mapping[str, MeasureEntry], texts: Texts) -> str:
    """Return what an estimate says, in the language of ``texts``.

    An interval that holds "no difference" (1 for ratios, 0 for differences), as published,
    gives "no clear link"; an estimate without a number gives the sentence why.

    Parameters
    ----------
    measures
        The release's measures by key; the outcome and the factor must be among them.
    """
    names = {
        "outcome": in_language(measures[estimate.outcome].name, texts),
        "factor": in_language(measures[estimate.factor].name, texts),
    }
    if estimate.estimate is None or estimate.low is None or estimate.high is None:
        return texts(f"reading.withheld.{_why_not(estimate.method)}", **names)
    numbers = _numbers(estimate, texts)
    adjusted = texts(f"reading.{estimate.model}")
    if _unclear(estimate):
        return texts("reading.unclear", **names, numbers=numbers, adjusted=adjusted)
    side = texts(
        f"reading.side.{STEPS[estimate.contrast]}", **names, **_ends(estimate, measures, texts)
    )
    share = texts(f"reading.share.{_size(estimate)}.{_direction(estimate)}")
    return texts(
        "reading.link", **names, side=side, share=share, numbers=numbers, adjusted=adjusted
    )


def _why_not(method: str) -> str:
    """Return which sentence fits an estimate without a number."""
    return {CONSTANT: "constant", NOT_APART: "not_apart"}.get(method, "too_few")


def _null(estimate: Estimate) -> float:
    return 0.0 if estimate.measure == "risk_difference" else 1.0


def _unclear(estimate: Estimate) -> bool:
    return side_of(estimate.low, estimate.high, _null(estimate)) == 0


def _direction(estimate: Estimate) -> str:
    return "higher" if (estimate.estimate or 0.0) > _null(estimate) else "lower"


def _size(estimate: Estimate) -> str:
    """Return how large an odds ratio per standard deviation is; other numbers get no such word."""
    value = estimate.estimate or 0.0
    if (estimate.measure, estimate.contrast) != ("odds_ratio", "per 1 SD") or value <= 0:
        return "plain"
    distance = max(value, 1 / value)
    if distance < SLIGHT:
        return "slight"
    return "strong" if distance >= STRONG else "plain"


def _numbers(estimate: Estimate, texts: Texts) -> str:
    """Return estimate, interval and step, such as "Odds ratio 1.32 (1.10 to 1.58) per …"."""
    steps = STEPS[estimate.contrast]
    step = "" if steps == "yes" else texts(f"reading.step.{steps}")
    values = [value or 0.0 for value in (estimate.estimate, estimate.low, estimate.high)]
    if estimate.measure == "risk_difference":
        shown = [decimal(100 * value, 1, texts.language) for value in values]
    else:
        shown = [shown_number(value, texts) for value in values]
    return texts(
        f"reading.number.{estimate.measure}", value=shown[0], low=shown[1], high=shown[2], step=step
    )


def shown_number(value: float, texts: Texts) -> str:
    """Return a ratio with about three digits, as the language writes it."""
    return decimal(value, _decimals(value), texts.language)


def _decimals(value: float) -> int:
    """Return as many decimals as three digits leave, two at least for usual ratios."""
    if value >= 100:
        return 0
    return 1 if value >= 10 else 2 if value >= 0.1 else 3


def _ends(estimate: Estimate, measures: Mapping[str, MeasureEntry], texts: Texts) -> dict[str, str]:
    """Return what the ends of the factor are called; a yes/no measure has the words yes and no."""
    factor = measures[estimate.factor]
    return {
        "low_end": in_language(factor.low_end, texts) if factor.low_end else texts("reading.no"),
        "high_end": in_language(factor.high_end, texts)
        if factor.high_end
        else texts("reading.yes"),
    }


def in_language(wording: Wording, texts: Texts) -> str:
    """Return a wording in the language of ``texts``, else in English, else in any."""
    for language in (texts.language, DEFAULT_LANGUAGE, *wording):
        if language in wording:
            return wording[language]
    return ""
