"""Crowding: teams that sent more answers than they have people, and why they are published.

Some answered more than once, or the list is too short. Whoever closes a wave is told; results are
published once the coordinator has said why, which the ledger keeps.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar, Final

from survey.access.ledger import Action, entries
from survey.errors import BearingError, Said
from survey.fieldwork.participation import more_answers_than_people
from survey.settings import Workspace
from survey.store.protocol import Unit, Wave

CROWDED: Final = "crowded"
"""In the ledger's entry of a closed wave: how many teams sent more answers than people."""

ALTHOUGH: Final = "although"
"""In the ledger's entry of its release: why it was published all the same."""


class Although(StrEnum):
    """Why it is published all the same. A choice: free text could name a person, for good."""

    JOINED = "joined"
    """People joined after the staff list was made."""

    LIST_WRONG = "list-wrong"
    """The staff list had too few people from the beginning."""

    OTHER_TEAM = "other-team"
    """People of other teams answered here."""

    TWICE = "twice"
    """Some people answered more than once, and the coordinator lets that stand."""


class MoreAnswersThanPeople(BearingError):
    """Nobody has said why teams sent more answers than they have people."""

    code: ClassVar[str] = "ANSWERS-BEYOND-PEOPLE"


def require_reason(
    wave: Wave, responses: Mapping[int, int], although: Although | None
) -> Although | None:
    """Return the reason for the ledger; None where no team sent more answers than people.

    Raises ``MoreAnswersThanPeople`` where one did and there is none.
    """
    crowded = more_answers_than_people(wave.units, responses)
    if not crowded:
        return None
    if although is None:
        raise MoreAnswersThanPeople(
            "More answers came than there are people in {places}: some"
            " people answered more than once, or the staff list is too short. Say why the wave is"
            " published all the same, with --although {reasons} or on the screen"
            " Waves; the ledger keeps it.",
            places=crowded_places(wave, crowded),
            reasons="|".join(Although),
        )
    return although


def crowded_places(wave: Wave, crowded: Iterable[Unit]) -> Said:
    """Return how many teams these are, and the departments that are large enough to be named."""
    teams = tuple(crowded)
    people: dict[str, int] = {}
    for unit in wave.units:
        people[unit.department] = people.get(unit.department, 0) + (unit.headcount or 0)
    named = sorted({unit.department for unit in teams})
    large = [department for department in named if people[department] >= wave.policy.conditions]
    count = Said("{n} teams", n=len(teams)) if len(teams) > 1 else Said("1 team")
    return Said("{count} ({large})", count=count, large=large) if large else count


def crowded_at_closing(workspace: Workspace, wave: str) -> bool:
    """Say whether the ledger's entry of a wave's closing has teams with too many answers."""
    closed = [
        entry
        for entry in entries(workspace)
        if entry.wave == wave and entry.action is Action.WAVE_CLOSED
    ]
    return bool(closed) and CROWDED in closed[-1].details
