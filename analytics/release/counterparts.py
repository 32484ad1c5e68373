"""Counterparts: with what a row of a release may be compared in an earlier one.

Rows of the same teams only, else one level up. It needs no moves of people: who moves is for the
wave guard (``analytics.disclosure.wave_guard``).
"""

from collections.abc import Iterable, Mapping, Sequence

from analytics.release.model import TOTAL, GroupMember
from survey.vocabulary import Sensitivity

Place = tuple[str, str]
"""A department and a team on the staff list."""

Row = tuple[str, str]
"""A published row: the names of its department group and of its team group."""

Rows = Mapping[Place, Row]
"""By department and team on the staff list, the row that counts it."""


def rows_of(groups: Iterable[GroupMember], sensitivity: Sensitivity) -> dict[Place, Row]:
    """Return the rows of a release for one sensitivity, by team."""
    return {
        (member.department, member.team): (member.group_department, member.group_team)
        for member in groups
        if member.sensitivity is sensitivity
    }


def comparable(
    previous: Sequence[GroupMember], current: Sequence[GroupMember], sensitivity: Sensitivity
) -> dict[Row, tuple[Row, Row]]:
    """Say with what each row of a new release may be compared: no moves are needed.

    Returns by row now the pair of rows, now and then, between which a change may be drawn: the
    row itself where the same teams were one row then, else one level up, its department where it
    is made of the same teams, else the organisation. A team that appeared or went took people
    from its department or gave it some, so no row of that department counts as the same. Same
    names are taken for the same teams, not for the same people: who moves is for the guard.
    """
    changed = _changed(rows_of(previous, sensitivity), rows_of(current, sensitivity))
    then_teams = _teams_by_row(previous, sensitivity)
    now_teams = _teams_by_row(current, sensitivity)
    then_rows: dict[frozenset[Place], list[Row]] = {}
    for row, teams in then_teams.items():
        then_rows.setdefault(teams, []).append(row)
    found = {}
    for row in now_teams:
        for level in (row, (row[0], TOTAL), (TOTAL, TOTAL)):
            touched = any(department in changed for department, _ in now_teams[level])
            same = [] if touched else then_rows.get(now_teams[level])
            if same:
                found[row] = (level, level if level in same else same[-1])
                break
        else:
            found[row] = ((TOTAL, TOTAL), (TOTAL, TOTAL))
    return found


def same_rows(
    earlier: Iterable[Sequence[GroupMember]],
    current: Sequence[GroupMember],
    sensitivity: Sensitivity,
) -> frozenset[Row]:
    """Return the rows now, departments and the organisation among them, that were in all releases.

    A row counts as the same where ``comparable`` pairs it with itself in each earlier release.
    The organisation is in all of them.
    """
    rows = frozenset(_teams_by_row(current, sensitivity))
    for groups in earlier:
        pairs = comparable(groups, current, sensitivity)
        rows = frozenset(row for row in rows if pairs[row] == (row, row))
    return rows | {(TOTAL, TOTAL)}


def _changed(then: Iterable[Place], now: Iterable[Place]) -> set[str]:
    """The departments in which teams appeared or went."""
    return {department for department, _ in set(then) ^ set(now)}


def _teams_by_row(
    groups: Iterable[GroupMember], sensitivity: Sensitivity
) -> dict[Row, frozenset[Place]]:
    """The teams in each row: the organisation, departments and their rows, widest first."""
    teams: dict[Row, set[Place]] = {}
    for place, (department, team) in rows_of(groups, sensitivity).items():
        for row in ((TOTAL, TOTAL), (department, TOTAL), (department, team)):
            teams.setdefault(row, set()).add(place)
    widest_first = sorted(teams, key=lambda row: ((row[0] != TOTAL) + (row[1] != TOTAL), row))
    return {row: frozenset(teams[row]) for row in widest_first}
