"""Participation of an open wave: by organisation and department, in steps, once a day.

A number that moves from 7 to 8 gives the eighth answer away. So what is shown stays as it is until
a day has passed and at least k new answers have come in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from survey.fieldwork.policy import Policy
from survey.store.protocol import Store, Unit, Wave

ORGANISATION: Final = "*"


@dataclass(frozen=True)
class ParticipationStep:
    """Participation of one department ("*" for all) between two percentages, as of a day.

    ``high`` is 100 where participation is above the cap ("over 90 %"). More may have answered since
    ``as_of``: from the day after it on the figure moves, when k more have.
    ``beyond`` is whether there were more answers than people, so that some people answered twice.
    """

    department: str
    headcount: int
    low: int
    high: int
    as_of: date
    beyond: bool = False

    @property
    def next_on(self) -> date:
        """The first day on which the figure may move, when k more have answered by then."""
        return self.as_of + timedelta(days=1)


def participation(store: Store, wave: Wave, today: date) -> tuple[ParticipationStep, ...]:
    """Return what may be shown of an open wave's participation, and keep it as shown.

    Departments with fewer people than the threshold are left out; the organisation's line comes
    first. A wave with unknown head-counts has no lines.
    """
    headcounts = _headcounts(wave)
    responses = _responses(wave, store.response_counts(wave.name))
    shown = store.participation_shown(wave.name)
    renewed = {
        department: (today, responses[department])
        for department in headcounts
        if may_renew(shown.get(department), responses[department], today, wave.policy)
    }
    store.keep_participation(wave.name, renewed)
    now = shown | renewed
    return tuple(
        ParticipationStep(
            department, headcount, *step(now[department][1], headcount, wave.policy),
            as_of=now[department][0], beyond=now[department][1] > headcount,
        )
        for department, headcount in headcounts.items()
        if department in now
    )  # fmt: skip


def may_renew(shown: tuple[date, int] | None, responses: int, today: date, policy: Policy) -> bool:
    """Whether a figure may move: at first, or on a later day with k or more new answers."""
    if shown is None:
        return True
    shown_on, count = shown
    return today > shown_on and responses >= count + policy.conditions


def step(responses: int, headcount: int, policy: Policy) -> tuple[int, int]:
    """Return the percentages between which participation lies, in the policy's steps.

    Above the cap it is (cap, 100). More answers than people on the list counts as 100.
    """
    percentage = 100 * min(responses, headcount) / headcount if headcount else 0.0
    if percentage > policy.participation_cap:
        return policy.participation_cap, 100
    low = int(percentage // policy.participation_step) * policy.participation_step
    low = min(low, policy.participation_cap - policy.participation_step)
    return low, low + policy.participation_step


def more_answers_than_people(
    units: Iterable[Unit], responses: Mapping[int, int]
) -> tuple[Unit, ...]:
    """Return the teams that sent more answers than they have people, by their known head-counts.

    Not for a wave that is open: whether a team is full is about its last one.
    """
    return tuple(
        unit
        for unit in units
        if unit.headcount is not None and responses.get(unit.id, 0) > unit.headcount
    )


def _headcounts(wave: Wave) -> dict[str, int]:
    if any(unit.headcount is None for unit in wave.units):
        return {}
    found = {ORGANISATION: sum(unit.headcount or 0 for unit in wave.units)}
    for unit in wave.units:
        found[unit.department] = found.get(unit.department, 0) + (unit.headcount or 0)
    return {
        department: headcount
        for department, headcount in found.items()
        if department == ORGANISATION or headcount >= wave.policy.conditions
    }


def _responses(wave: Wave, by_unit: Mapping[int, int]) -> dict[str, int]:
    found = {ORGANISATION: sum(by_unit.values())}
    for unit in wave.units:
        count = by_unit.get(unit.id, 0)
        found[unit.department] = found.get(unit.department, 0) + count
    return found
