"""A link as people in a hundred: who has the outcome as they answered, and who would with more.

For whoever does not read odds ratios. The first number is the share that the release publishes,
the second adds the published difference of the shares for a step of one standard deviation (or from
no to yes), which starts from that share (``statistics.standardisation``): nothing is computed that
the release does not say.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from analytics.release.model import Cell, Estimate, MeasureEntry
from analytics.statistics.apart import side_of
from analytics.statistics.reading import in_language, sentence
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

STEPS: Final = ("per 1 SD", "yes vs no")
"""Which step of a condition is told in people: a clearly higher score, or yes rather than no."""


def differences(
    estimates: Iterable[Estimate], outcome: str, model: str = "adjusted"
) -> dict[str, Estimate]:
    """Return by factor the difference of shares that is told in people."""
    return {
        one.factor: one
        for one in estimates
        if (one.measure, one.outcome, one.model) == ("risk_difference", outcome, model)
        and one.contrast in STEPS
    }


def link_sentence(
    ratio: Estimate,
    estimates: Iterable[Estimate],
    share: Cell | None,
    measures: Mapping[str, MeasureEntry],
    texts: Texts,
) -> str:
    """Return what an odds ratio says, told in people where the release has the numbers for it.

    ``estimates`` are those of the release, ``share`` the organisation's cell of the outcome.
    """
    found = differences(estimates, ratio.outcome, ratio.model).get(ratio.factor)
    return people_sentence(found, share, measures, texts) or sentence(ratio, measures, texts)


def people_sentence(
    difference: Estimate | None,
    share: Cell | None,
    measures: Mapping[str, MeasureEntry],
    texts: Texts,
) -> str | None:
    """Return what a link means for a hundred people; None where the release has no number for it.

    Parameters
    ----------
    difference
        A difference of shares out of ``differences``, -1 to 1, with its interval.
    share
        The organisation's cell of the outcome, 0 to 1.

    The second number is the first and the difference, each rounded to whole people, so that one
    can add them up; the interval is that of the difference, with a decimal where it would round to
    nobody.
    """
    if difference is None or share is None or share.value is None:
        return None
    if difference.estimate is None or difference.low is None or difference.high is None:
        return None
    if not side_of(difference.low, difference.high, 0.0):
        return None
    sign = 1 if difference.estimate > 0 else -1
    now, by = round(100 * share.value), round(100 * abs(difference.estimate))
    low, high = sorted(100 * abs(one) for one in (difference.low, difference.high))
    places = 0 if by and round(low) else 1
    size = 100 * abs(difference.estimate) if places else by
    shown = [decimal(one, places, texts.language) for one in (size, low, high)]
    return texts(
        f"reading.people.{'more' if sign > 0 else 'fewer'}",
        outcome=in_language(measures[difference.outcome].name, texts),
        where=where(difference, measures[difference.factor], texts),
        now=now,
        then=now + sign * by,
        by=shown[0],
        low=shown[1],
        high=shown[2],
    )


def where(difference: Estimate, factor: MeasureEntry, texts: Texts) -> str:
    """Return where the second number holds: a clearly higher score, or the answer "yes"."""
    step = "yes" if difference.contrast == "yes vs no" else "sd"
    end = in_language(factor.high_end, texts) if factor.high_end else texts("reading.yes")
    name = in_language(factor.name, texts)
    return texts(f"reading.people.{step}", factor=name, high_end=end)
