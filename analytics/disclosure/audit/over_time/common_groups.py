"""Common groups: people whom several waves count together, whatever rows they are shown in."""

from collections.abc import Iterable, Iterator, Sequence

from analytics.disclosure.audit.over_time.rows import finest
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.table import Team

Group = dict[int, Known]
"""By wave's place, what that wave says of a group."""

Key = tuple[object, ...]


def common_groups(waves: Sequence[Sequence[Known]]) -> list[Group]:
    """Return the groups that two waves or more count.

    Rows of the same teams or, where teams came or went, of the same name; and where rows were cut
    anew, the smallest unions that are rows in all waves: their teams are followed by name.
    """
    found: dict[Key, Group] = {}
    for at, rows in enumerate(waves):
        for row in rows:
            for key in ((row.teams, row.breakdown, row.category),
                        (row.labels, row.breakdown, row.category)):  # fmt: skip
                found.setdefault(key, {}).setdefault(at, row)
    groups = list(found.values())
    for first, second in _pairs(len(waves)):
        for union in unions(waves[first], waves[second]):
            groups.append({first: union[0], second: union[1]})
    return _distinct(group for group in groups if len(group) > 1)


def _pairs(waves: int) -> Iterator[tuple[int, int]]:
    """The last wave with each earlier one."""
    for earlier in range(waves - 1):
        yield earlier, waves - 1


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


def _distinct(groups: Iterable[Group]) -> list[Group]:
    seen: dict[Key, Group] = {}
    for group in groups:
        key: Key = tuple((at, row.teams, row.breakdown, row.category, row.sums)
                         for at, row in sorted(group.items()))  # fmt: skip
        seen.setdefault(key, group)
    return list(seen.values())
