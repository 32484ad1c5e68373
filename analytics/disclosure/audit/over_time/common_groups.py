"""Common groups: people whom several waves count together, whatever rows they are shown in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analytics.disclosure.audit.over_time.rows import finest
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.table import Team


@dataclass(frozen=True)
class Group:
    """What two waves say of the same people."""

    before: Known
    now: Known


def common_groups(then: Sequence[Known], now: Sequence[Known]) -> list[Group]:
    """Return the groups that two waves both count.

    Rows of the same teams or, where teams came or went, of the same name; and where rows were cut
    anew, the smallest unions that are rows in both waves: their teams are followed by name.
    """
    before, later = by_teams_and_name(then), by_teams_and_name(now)
    groups = [Group(row, later[key]) for key, row in before.items() if key in later]
    return list(dict.fromkeys([*groups, *(Group(*union) for union in unions(then, now))]))


def by_teams_and_name(rows: Iterable[Known]) -> dict[tuple[object, ...], Known]:
    """Return the rows of a wave, each by its teams and by its labels, and by what divides it."""
    found: dict[tuple[object, ...], Known] = {}
    for row in rows:
        for key in (row.teams, row.labels):
            found.setdefault((key, row.breakdown, row.category), row)
    return found


def unions(then: Iterable[Known], now: Iterable[Known]) -> Iterator[tuple[Known, Known]]:
    """The smallest unions of rows of both waves that hold the same teams."""
    leader: dict[Team, Team] = {}

    def lead(team: Team) -> Team:
        while leader.setdefault(team, team) != team:
            leader[team] = leader[leader[team]]
            team = leader[team]
        return team

    sides = (finest(then), finest(now))
    for rows in sides:
        for row in rows:
            first, *others = (lead(team) for team in row.teams)
            for other in others:
                leader[other] = first
    sums: list[dict[Team, Known]] = [{}, {}]
    for side, rows in zip(sums, sides, strict=True):
        for row in rows:
            at = lead(next(iter(row.teams)))
            side[at] = side[at] + row if at in side else row
    for at in sums[0].keys() & sums[1].keys():
        yield sums[0][at], sums[1][at]
