"""The horizon: which earlier waves still stand beside a new one, because answers persist."""

from collections.abc import Iterable
from datetime import date

from survey.store.protocol import Wave
from survey.vocabulary import WaveState


def still_standing(wave: Wave, waves: Iterable[Wave]) -> tuple[Wave, ...]:
    """Return the other waves that were published within the horizon of this one, by date.

    Withdrawn ones too: they were read. The horizon is the longer one of both waves; days count
    from the last answer of the one to the first of the other.
    """
    published = (WaveState.RELEASED, WaveState.WITHDRAWN)
    return tuple(
        other
        for other in waves
        if other.name != wave.name
        and other.state in published
        and days_apart(wave, other) < max(wave.policy.horizon_days, other.policy.horizon_days)
    )


def days_apart(one: Wave, other: Wave) -> int:
    """Return the days between two waves; 0 where they overlap or touch."""
    first, second = sorted((_span(one), _span(other)))
    return max((second[0] - first[1]).days, 0)


def _span(wave: Wave) -> tuple[date, date]:
    return wave.opened_on, max(wave.closed_on or wave.opened_on, wave.opened_on)
