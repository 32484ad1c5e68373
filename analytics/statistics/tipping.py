"""How different the silent would have to be to turn a result: tipping points beyond the bounds.

Bounds say what all-or-none of the silent could do; a tipping point says what they would have to be
like, and the reader judges whether they were (as in Liublinska & Rubin 2014, Stat Med 33:4170).
All of it is made of published numbers and tells nothing about anybody that these do not.
"""

from dataclasses import dataclass

from analytics.statistics.intervals import CountsImpossible, Interval


def response_rate(bounds: Interval) -> float:
    """Return which share answered, 0 to 1: one minus the width of the bounds of a share.

    (events + silent)/all - events/all is silent/all, whatever the outcome (``silence_bounds``).
    """
    return 1 - (bounds.high - bounds.low)


def share_among_silent(answered: float, wanted: float, rate: float) -> float | None:
    """Return which share of the silent (0 to 1) would make the share of all what is wanted.

    (wanted - rate · answered) / (1 - rate). None where no share of theirs could, and where
    nobody was silent.

    Parameters
    ----------
    answered
        Share among those who answered, 0 to 1.
    wanted
        Share among all that would turn the result, 0 to 1.
    rate
        Share of people who answered, 0 to 1.

    Raises
    ------
    CountsImpossible
        When one of them is no share.
    """
    if not 0 < rate <= 1 or not 0 <= answered <= 1 or not 0 <= wanted <= 1:
        raise CountsImpossible("A tipping point is made of shares from 0 to 1 of people.")
    if rate == 1:
        return None
    found = (wanted - rate * answered) / (1 - rate)
    return found if 0 <= found <= 1 else None


@dataclass(frozen=True)
class Willing:
    """Shares who would have answered (0 to 1): of people with both, and of all others."""

    both: float
    others: float


def willingness(odds_ratio: float, rate: float, both: float) -> Willing | None:
    """Return how willing people with condition and outcome would have been, were there no link.

    Answering multiplies the odds ratio of those who answer by s₁₁ s₀₀ / (s₁₀ s₀₁), s being the
    shares of each of the four kinds who answer (Kleinbaum, Kupper & Morgenstern 1982; Greenland
    1996, Int J Epidemiol 25:1107). Where all but those with both are alike, that is s₁₁ over the
    others', so it has to be the odds ratio; and together they have to come to the rate. None
    where more than everybody with both would have had to answer.

    Parameters
    ----------
    odds_ratio
        That no link at all would have to be shown as, 1 or more.
    rate
        Share of people who answered, 0 to 1.
    both
        Share of those who answered that has both, 0 to 1.

    Raises
    ------
    CountsImpossible
        When the ratio is below 1, or one of the shares is no share.
    """
    if odds_ratio < 1 or not 0 < rate <= 1 or not 0 <= both <= 1:
        raise CountsImpossible("A tipping point needs a ratio of 1 or more, and shares of people.")
    others = rate * (both / odds_ratio + 1 - both)
    willing = odds_ratio * others
    return Willing(willing, others) if willing <= 1 else None
