"""Fragility as sentences: what would have to be true for a link to be something else."""

from collections.abc import Mapping, Sequence

from analytics.release.model import Estimate, MeasureEntry
from analytics.statistics.apart import side_of
from analytics.statistics.people_reading import where
from analytics.statistics.reading import in_language, shown_number
from analytics.statistics.unmeasured import EValue, left_of
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal


def fragility_sentences(
    found: Sequence[EValue], measures: Mapping[str, MeasureEntry], texts: Texts
) -> tuple[str, ...]:
    """Return a sentence for each link, then the strongest of them to compare with.

    The last one says how strongly the clearest condition that was asked goes with the outcome:
    whatever was not asked would have to be about as strong.
    """
    told = [_needed(one, measures, texts) for one in found]
    if told:
        told.append(_strongest(found, measures, texts))
    return tuple(told)


def left_sentence(
    estimate: Estimate, factor: float, measures: Mapping[str, MeasureEntry], texts: Texts
) -> str:
    """Return what would be left of a ratio if something not asked had biased it so much.

    Empty where the ratio has no number.
    """
    left = left_of(estimate, factor)
    if left is None:
        return ""
    value, low, high = left
    names = _names(estimate, measures, texts)
    was = shown_number(estimate.estimate or 1.0, texts)
    numbers = [shown_number(one, texts) for one in (value, low, high)]
    said = texts(
        "fragility.left", **names, was=was, now=numbers[0], low=numbers[1], high=numbers[2]
    )
    gone = (value - 1) * ((estimate.estimate or 1.0) - 1) <= 0
    end = "gone" if gone else "stays" if side_of(low, high, 1.0) else "unclear"
    return f"{said} {texts(f'fragility.left.{end}')}"


def _needed(found: EValue, measures: Mapping[str, MeasureEntry], texts: Texts) -> str:
    return texts(
        "fragility.needed",
        **_names(found.estimate, measures, texts),
        null=_times(found.to_null, texts),
        unclear=_times(found.to_unclear, texts),
    )


def _strongest(found: Sequence[EValue], measures: Mapping[str, MeasureEntry], texts: Texts) -> str:
    strongest = max(found, key=lambda one: one.to_null).estimate
    ratio = strongest.estimate or 1.0
    return texts(
        "fragility.strongest" if ratio > 1 else "fragility.strongest.rare",
        **_names(strongest, measures, texts),
        ratio=_times(max(ratio, 1 / ratio), texts),
    )


def _names(
    estimate: Estimate, measures: Mapping[str, MeasureEntry], texts: Texts
) -> dict[str, str]:
    factor = measures[estimate.factor]
    return {
        "factor": in_language(factor.name, texts),
        "outcome": in_language(measures[estimate.outcome].name, texts),
        "where": where(estimate, factor, texts),
    }


def _times(ratio: float, texts: Texts) -> str:
    return decimal(ratio, 2 if ratio < 1.1 else 1, texts.language)
