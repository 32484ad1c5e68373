"""The staff list: who works where, and how a row's label names several teams of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import ClassVar

from analytics.disclosure.audit.reading.table import Team
from analytics.release.model import GROUP_JOIN, TOTAL
from survey.errors import BearingError


class NotOnStaffList(BearingError):
    """A published row names a unit that the staff list does not have."""

    code: ClassVar[str] = "NOT-ON-STAFF-LIST"


@dataclass(frozen=True)
class Staff:
    """All teams with the people in them (or their answers); None where that is unknown.

    ``answers_are_public`` says that the numbers count answers, so that a team's size is no news.
    """

    people: Mapping[Team, int | None]
    answers_are_public: bool = False

    @cached_property
    def departments(self) -> frozenset[str]:
        """The names of all departments."""
        return frozenset(department for department, _ in self.people)

    def teams(self, department: str, team: str) -> frozenset[Team]:
        """Return the teams that a row of these labels counts.

        ``*`` stands for all; pooled units are names joined by " + "; a team's name may carry its
        department's in brackets. Raises ``NotOnStaffList``.
        """
        inside = self._in_departments(department)
        if team == TOTAL:
            return inside
        named: dict[str, set[Team]] = {}
        for own in inside:
            named.setdefault(own[1], set()).add(own)
            named.setdefault(f"{own[1]} ({own[0]})", set()).add(own)
        parts = _parts(team, named)
        return frozenset(own for part in parts for own in named[part])

    def _in_departments(self, label: str) -> frozenset[Team]:
        if label == TOTAL:
            return frozenset(self.people)
        parts = set(_parts(label, self.departments))
        return frozenset(team for team in self.people if team[0] in parts)


def _parts(label: str, names: Iterable[str]) -> list[str]:
    """The names that a label joins; names may hold the joining sign themselves."""
    known = frozenset(names)
    pieces = label.split(GROUP_JOIN)

    @cache
    def read(start: int) -> tuple[str, ...] | None:
        if start == len(pieces):
            return ()
        for end in range(start + 1, len(pieces) + 1):
            name = GROUP_JOIN.join(pieces[start:end])
            rest = read(end) if name in known else None
            if rest is not None:
                return (name, *rest)
        return None

    found = read(0)
    if found is None:
        raise NotOnStaffList(
            "The table has a row for {label!r}, which the staff list does not name."
            " Take the staff list of the same survey.",
            label=label,
        )
    return list(found)
