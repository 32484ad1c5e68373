"""Attended: who answered a question, place by place, as columns of numbers.

A place is a team and a category of each breakdown. As objects, 100,000 people in 2,000 teams are
a million places of 13 questions, which would take longer to make than to attack.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Self, overload

import numpy as np

from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.table import Team

UNKNOWN: Final = np.iinfo(np.int64).max
"""The people of a team of which nobody knows how many it has."""

UNSAID: Final = -1
"""The number of a category that nobody knows."""


@dataclass(frozen=True)
class Attendance:
    """How many of a team, and of a category of each breakdown (by its key), answered a question.

    ``headcount`` is how many people the whole team has, where that is known.
    """

    department: str
    team: str
    n: int
    categories: Mapping[str, str] = field(default_factory=dict)
    headcount: int | None = None


@dataclass(frozen=True)
class Attended(Sequence[Attendance]):
    """Who answered a question.

    Attributes
    ----------
    teams
        The teams that places are of.
    headcount
        By team its people, ``UNKNOWN`` where nobody knows.
    team, n
        By place, the number of its team, and how many answered.
    names, said
        By breakdown the names of its categories, and by place the number of the one it is in,
        ``UNSAID`` where nobody knows.
    """

    teams: Sequence[Team]
    headcount: Whole
    team: Whole
    n: Whole
    names: Mapping[str, Sequence[str]]
    said: Mapping[str, Whole]

    def __len__(self) -> int:
        return len(self.team)

    @overload
    def __getitem__(self, at: int) -> Attendance: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Attendance]: ...
    def __getitem__(self, at: int | slice) -> Attendance | Sequence[Attendance]:
        """Return a place, or some."""
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        department, team = self.teams[int(self.team[at])]
        people = int(self.headcount[self.team[at]])
        categories = {
            key: names[int(self.said[key][at])]
            for key, names in self.names.items()
            if self.said[key][at] != UNSAID
        }
        headcount = None if people == UNKNOWN else people
        return Attendance(department, team, int(self.n[at]), categories, headcount)

    def __iter__(self) -> Iterator[Attendance]:
        return (self[at] for at in range(len(self)))

    def answered(self, people: Whole) -> Self:
        """Return the places in which somebody answered another question; ``people`` by place."""
        there = people > 0
        said = {key: own[there] for key, own in self.said.items()}
        return replace(self, team=self.team[there], n=people[there], said=said)

    @property
    def by_team(self) -> Whole:
        """By team, how many answered."""
        return np.bincount(self.team, self.n, len(self.teams)).astype(np.int64)

    def by_category(self, breakdown: str) -> Whole:
        """Return how many answered, by team and by category of a breakdown."""
        width, said = len(self.names[breakdown]), self.said[breakdown]
        there = said != UNSAID
        cells = self.team[there] * width + said[there]
        counted = np.bincount(cells, self.n[there], len(self.teams) * width)
        return counted.astype(np.int64).reshape(len(self.teams), width)

    def knows(self, breakdown: str) -> bool:
        """Return whether the category of everybody is known."""
        if not len(self):
            return True
        return breakdown in self.names and bool(np.all(self.said[breakdown] != UNSAID))


class Exact(Mapping[tuple[str, ...], int]):
    """How many answered, by team and categories of some breakdowns in their order.

    The columns, where all are wanted; the places one by one are only made where one is looked up.
    """

    def __init__(self, attended: Attended, breakdowns: tuple[str, ...]) -> None:
        """Take places of which the category of each breakdown is known."""
        self.attended = attended
        self.breakdowns = breakdowns

    @cached_property
    def _people(self) -> dict[tuple[str, ...], int]:
        names = [self.attended.names.get(key, ()) for key in self.breakdowns]
        said = [self.attended.said[key].tolist() for key in self.breakdowns if len(self.attended)]
        people: dict[tuple[str, ...], int] = {}
        columns = (self.attended.team.tolist(), self.attended.n.tolist(), *said)
        for team, n, *own in zip(*columns, strict=True):
            named = (known[at] for known, at in zip(names, own, strict=True))
            place = (*self.attended.teams[team], *named)
            people[place] = people.get(place, 0) + n
        return people

    def __getitem__(self, place: tuple[str, ...]) -> int:
        """Return how many there are in a place with somebody."""
        return self._people[place]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)


def attended_of(places: Sequence[Attendance]) -> Attended:
    """Return places as columns; those that are columns already as they are."""
    if isinstance(places, Attended):
        return places
    number: dict[Team, int] = {}
    team = [number.setdefault((one.department, one.team), len(number)) for one in places]
    headcount = np.full(len(number), UNKNOWN)
    for at, one in zip(team, places, strict=True):
        if one.headcount is not None:
            headcount[at] = min(headcount[at], one.headcount)
    names: dict[str, list[str]] = {}
    said: dict[str, Whole] = {}
    for key in dict.fromkeys(key for one in places for key in one.categories):
        known: dict[str, int] = {}
        said[key] = np.array(
            [
                known.setdefault(one.categories[key], len(known))
                if key in one.categories
                else UNSAID
                for one in places
            ],
            np.int64,
        )
        names[key] = list(known)
    people = np.array([one.n for one in places], np.int64)
    return Attended(list(number), headcount, np.array(team, np.int64), people, names, said)
