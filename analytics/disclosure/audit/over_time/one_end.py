"""One end: worlds in which everybody who came, went or moved stands at the same end of the scale.

Take such people to have answered alike, all at the bottom. Then a group's sum is that of those who
stayed in it, and the same in every wave; so what the waves say of its sum must be said of one
number. Where there are such numbers for all groups at once, it is a world that every wave agrees
with, whoever it was who came, went or moved; likewise at the top. With both nobody's answer is
settled who did, however the groups of several waves are added up and subtracted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import combinations
from operator import add

from analytics.disclosure.audit.over_time.common_groups import unions
from analytics.disclosure.audit.over_time.rows import finest
from analytics.disclosure.audit.over_time.trees import Known, Node, narrow, trees
from analytics.disclosure.audit.reading.sums import Interval
from analytics.disclosure.audit.reading.table import Team
from analytics.release.model import TOTAL

Teams = frozenset[Team]
Wave = Mapping[Teams, Known]
"""What a wave says of each group of the teams that all waves have."""


def not_at_one_end(waves: Sequence[Sequence[Known]], full: int, threshold: int) -> Known | None:
    """Return a group that cannot be as if all who came, went or moved stood at one end.

    None where there are such worlds at the bottom and at the top in which, too, nobody who stayed
    is settled.
    """
    return _not_at_bottom(waves, full, threshold) or _not_at_bottom(
        [[_upside_down(row, full) for row in rows] for rows in waves], full, threshold
    )


def _not_at_bottom(waves: Sequence[Sequence[Known]], full: int, threshold: int) -> Known | None:
    teams = _changed_by_few(waves, threshold)
    said = _of_all([_of_common(rows, teams) for rows in waves])
    stayed, moved = _stayed(said, full)
    roots = trees(stayed.values())
    for root in roots:
        _add_others(root, moved)
    narrow(roots)
    for node in (node for root in roots for node in root.all()):
        known = node.known
        nobody = known.sums.low > known.sums.high
        if nobody or (known.n and known.sums.high < full):
            return known
    return None


def _add_others(node: Node, moved: Mapping[Teams, int]) -> None:
    """Add to each group those who moved within it, and teams of which no wave tells alone."""
    for inner in node.inside:
        _add_others(inner, moved)
    own = node.known
    others = own.teams.difference(*(inner.known.teams for inner in node.inside))
    most = max(0, own.sums.high) if others else moved[own.teams]
    if node.inside and most:
        rest = replace(own, teams=others, n=0, sums=Interval(0, most))
        node.inside.append(Node(rest, []))


def _stayed(waves: Sequence[Wave], full: int) -> tuple[dict[Teams, Known], dict[Teams, int]]:
    """By group, what all waves allow those to hold who stayed in it, and what others must hold."""
    groups = {teams for wave in waves for teams in wave}
    n = {teams: min(wave[teams].n for wave in waves if teams in wave) for teams in groups}
    found: dict[Teams, Known] = {}
    moved: dict[Teams, int] = {}
    for wave in waves:
        others: dict[Teams, int] = {}
        for root in trees(wave.values()):
            _must_hold(root, n, full, others)
        for teams, known in wave.items():
            low = known.sums.low - others[teams]
            high = min(known.sums.high, n[teams] * full)
            if teams in found:
                before = found[teams].sums
                low, high = max(low, before.low), min(high, before.high)
            found[teams] = replace(known, teams=teams, n=n[teams], sums=Interval(low, high))
            moved[teams] = max(others[teams], moved.get(teams, 0))
    return found, moved


def _must_hold(
    node: Node, n: Mapping[Teams, int], full: int, others: dict[Teams, int]
) -> tuple[int, int]:
    """Enter for a group and those within what did not stay and must hold at least: the rest.

    Returns that of the group, and what those who stayed in it can hold.
    """
    own = node.known
    within = [_must_hold(inner, n, full, others) for inner in node.inside]
    room = n[own.teams] * full
    if own.teams == frozenset[Team]().union(*(inner.known.teams for inner in node.inside)):
        room = min(room, sum(most for _, most in within))
    others[own.teams] = max(sum(least for least, _ in within), own.sums.low - room, 0)
    return others[own.teams], room


def _changed_by_few(waves: Sequence[Sequence[Known]], threshold: int) -> Teams:
    """The teams that all waves have, in rows between which fewer than k came or went.

    What k people or more changed is theirs; where two waves cut rows anew, their smallest unions.
    """
    found = [
        frozenset[Team]().union(
            *(one.teams for one, other in unions(then, now) if abs(one.n - other.n) < threshold)
        )
        for then, now in combinations(waves, 2)
    ]
    return frozenset.intersection(*found)


def _of_common(rows: Iterable[Known], common: Teams) -> dict[Teams, Known]:
    """What a wave says of the teams in common; what it says of others alone is taken off.

    A row that counts others, too, says nothing of them.
    """
    whole = [row for row in rows if row.breakdown == TOTAL]
    gone = [row for row in whole if row.teams and not row.teams & common]
    outermost = _outermost(gone)
    found: dict[Teams, Known] = {}
    for row in whole:
        teams = row.teams & common
        if not teams:
            continue
        own = row
        for other in outermost:
            if other.teams <= row.teams:
                own = _less(own, other)
        if own.teams != teams:
            continue
        if teams in found:
            before = found[teams].sums
            low, high = max(own.sums.low, before.low), min(own.sums.high, before.high)
            own = replace(own, n=min(own.n, found[teams].n), sums=Interval(low, high))
        found[teams] = replace(own, teams=teams)
    return found


def _of_all(waves: Sequence[dict[Teams, Known]]) -> list[Wave]:
    """What the waves say of the groups that are one in all of them, if only as sums of rows."""
    groups = {teams for wave in waves for teams in wave}
    for wave in waves:
        rows = finest(wave.values())
        for teams in groups - wave.keys():
            within = [row for row in rows if row.teams <= teams]
            if teams == frozenset[Team]().union(*(row.teams for row in within)):
                wave[teams] = reduce(add, within)
    common = set.intersection(*(set(wave) for wave in waves))
    return [{teams: wave[teams] for teams in wave if teams in common} for wave in waves]


def _outermost(rows: Sequence[Known]) -> list[Known]:
    return [row for row in rows if not any(row.teams < other.teams for other in rows)]


def _less(row: Known, other: Known) -> Known:
    sums = Interval(row.sums.low - other.sums.high, row.sums.high - other.sums.low)
    return replace(row, teams=row.teams - other.teams, n=row.n - other.n, sums=sums)


def _upside_down(row: Known, full: int) -> Known:
    top = row.n * full
    return replace(row, sums=Interval(top - row.sums.high, top - row.sums.low))
