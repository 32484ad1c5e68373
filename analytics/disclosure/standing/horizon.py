"""The horizon: which earlier waves still stand beside a new one, because answers persist."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from survey.fieldwork.policy import Policy
from survey.store.protocol import Wave
from survey.vocabulary import WaveState

PUBLISHED: Final = (WaveState.RELEASED, WaveState.WITHDRAWN)


def still_standing(
    wave: Wave, waves: Iterable[Wave], others: Collection[str] = ()
) -> tuple[Wave, ...]:
    """Return the other waves that were published within the horizon of this one, by date.

    Withdrawn ones too: they were read. The horizon is the longer one of both waves; days count
    from the last answer of the one to the first of the other. ``others`` are the waves whose
    people are none of those of earlier waves (``survey.fieldwork.other_people``).
    """
    return tuple(
        other
        for other in waves
        if other.name != wave.name
        and other.state in PUBLISHED
        and max(wave, other, key=lambda one: one.position).name not in others
        and days_apart(wave, other) < max(wave.policy.horizon_days, other.policy.horizon_days)
    )


def standing_on(day: date, policy: Policy, waves: Iterable[Wave]) -> tuple[Wave, ...]:
    """Return the waves that would stand beside a new one that begins on a day, by date."""
    return tuple(
        other for other in waves if other.state in PUBLISHED and day < free_from([other], policy)
    )


def free_from(standing: Iterable[Wave], policy: Policy) -> date:
    """Return the first day on which a wave can begin beside which none of these stands."""
    return max(
        _span(other)[1] + timedelta(days=max(policy.horizon_days, other.policy.horizon_days))
        for other in standing
    )


def days_apart(one: Wave, other: Wave) -> int:
    """Return the days between two waves; 0 where they overlap or touch."""
    first, second = sorted((_span(one), _span(other)))
    return max((second[0] - first[1]).days, 0)


def _span(wave: Wave) -> tuple[date, date]:
    return wave.first_day, max(wave.closed_on or wave.first_day, wave.first_day)
