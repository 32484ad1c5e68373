"""How many answers a team's codes may still bring, once some of them were given out again.

A code that got lost cannot be told from one that is kept, so a new one makes no old one void by
itself. Instead the codes of a team share its places: all together bring no more answers than there
are people who got a code, and those of earlier rounds no more than people who did not get another.
So nobody has to look, or is told, who has answered (docs/adr/0014).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final


class Kind(StrEnum):
    """For whom a code is made."""

    FIRST = "first"
    """A person on the staff list who had none."""

    AGAIN = "again"
    """A person who had one that does not serve."""

    JOINED = "joined"
    """A person who came while the wave was open."""


class Reason(StrEnum):
    """Why codes are made after the first. A choice: free text could name a person, for good."""

    NOT_SAVED = "not-saved"
    NOT_DELIVERED = "not-delivered"
    LOST = "lost"
    SPOILT = "spoilt"
    JOINED = "joined"


@dataclass(frozen=True)
class Order:
    """Codes that are to be made: how many by unit id, and why where they are not the first."""

    per_unit: Mapping[int, int]
    reason: Reason | None = None

    @property
    def kind(self) -> Kind:
        """For whom they are."""
        if self.reason is None:
            return Kind.FIRST
        return Kind.JOINED if self.reason is Reason.JOINED else Kind.AGAIN


FIRST_ROUND: Final = 0


@dataclass(frozen=True)
class Round:
    """The codes that a team got at one time.

    Attributes
    ----------
    people
        Codes for people who had none before.
    again
        Codes for people who had got one in an earlier round.
    used
        Codes of this round that brought an answer.
    """

    people: int
    again: int
    used: int


def places_left(rounds: Sequence[Round]) -> tuple[int, ...]:
    """Return for each round of a team, in order, how many more of its codes may be used.

    Whatever is asked for, all codes together never bring more answers than people got a code.
    """
    people = list(accumulate(one.people for one in rounds))
    used = list(accumulate(one.used for one in rounds))
    again = [*(one.again for one in rounds[1:]), 0]
    upto = [p - a - u for p, a, u in zip(people, again, used, strict=True)]
    return tuple(max(0, min(upto[at:])) for at in range(len(rounds)))
