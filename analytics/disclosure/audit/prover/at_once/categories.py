"""A reader's view of one breakdown: worlds of each area's categories, and what these leave open.

All rows of an area count the same teams, over all categories or over some. The sums of its rows
are chosen so that their total is one that is published; a row of several categories, whose people
nobody can divide, is shared out evenly in one world, and given whole to each in the others. Where
departments of an area are counted by themselves, they and the categories are ``crossed``.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analytics.disclosure.audit.certificate import Shown
from analytics.disclosure.audit.prover.at_once.crossed import Asked, Counted, worlds_of
from analytics.disclosure.audit.prover.at_once.proof import Area, Proven
from analytics.disclosure.audit.prover.at_once.published import Published, published
from analytics.disclosure.audit.reading.atoms import divisions
from analytics.disclosure.audit.reading.table import Table, Team
from analytics.release.model import TOTAL


class _Rows(NamedTuple):
    """The rows that count some teams, by their places: over categories, and over all of them.

    ``inside`` are rows over all categories of departments that these teams fall into.
    """

    divided: list[int]
    totals: list[int]
    inside: dict[frozenset[Team], list[int]]


class _Made(NamedTuple):
    """What is made of an area: its sum, and where these settle it, its worlds."""

    total: int
    part: Shown | None


def view_of_categories(table: Table) -> Proven:
    """Return what is proven of a reader's table with one breakdown, with the worlds of it."""
    said = published(table)
    if said is None:
        return Proven.nothing(table)
    rows = _by_teams(said)
    everybody = frozenset(table.answers)
    wide = rows.pop(everybody, None) if len(rows) > 1 else None
    departments = [frozenset(department for department, _ in teams) for teams in rows]
    disjoint = sum(map(len, departments)) == len(frozenset[str]().union(*departments))
    if not disjoint or frozenset[Team]().union(*rows) != everybody:
        return Proven.nothing(table)
    (names,) = (sorted(own) for own in divisions(table).values())
    alone = wide is None or _untied(said, wide, rows.values())
    made_of = [_made(said, own, teams, names, alone=alone) for teams, own in rows.items()]
    if wide is not None and not _told(said, wide, list(rows.values()), made_of):
        return Proven.nothing(table)
    left, made = frozenset[str](), []
    for there, one in zip(departments, made_of, strict=True):
        if one is None or one.part is None:
            left |= there
        else:
            made.append(Area(there, [one.part]))
    return Proven(left, made)


def _by_teams(said: Published) -> dict[frozenset[Team], _Rows]:
    """The rows by the teams that they count; those of departments with the area they are in."""
    rows: dict[frozenset[Team], _Rows] = {}
    for at, row in enumerate(said.rows):
        own = rows.setdefault(row.teams, _Rows([], [], {}))
        (own.totals if row.breakdown == TOTAL else own.divided).append(at)
    areas = [teams for teams, own in rows.items() if own.divided]
    if len(areas) > 1:
        areas = [teams for teams in areas if len(teams) < len(said.teams)]
    area_of = {team: teams for teams in areas for team in teams}
    for teams in [teams for teams, own in rows.items() if not own.divided]:
        area = area_of.get(next(iter(teams)), teams)
        if teams < area:
            rows[area].inside[teams] = rows.pop(teams).totals
    return rows


def _told(
    said: Published, wide: _Rows, areas: Sequence[_Rows], made_of: Sequence[_Made | None]
) -> bool:
    """Whether rows of everybody say nothing that those of the areas do not, or hold as chosen."""
    parts = [{said.rows[at].categories for at in own.divided} for own in areas]
    for at in wide.divided:
        inside = said.rows[at].categories
        if not said.shown[at] or not all(any(own <= inside for own in one) for one in parts):
            return False
    sums = [_total(said, own, made) for own, made in zip(areas, made_of, strict=True)]
    known = [one for one in sums if one is not None]
    total = sum(known)
    return all(
        len(known) == len(sums) and not said.shown[at] and said.low[at] <= total <= said.high[at]
        for at in wide.totals
    )


def _untied(said: Published, wide: _Rows, areas: Iterable[_Rows]) -> bool:
    """Whether rows of everybody tie no areas together: they show others, or all sums are known."""
    tell = any(not said.shown[at] for at in (*wide.divided, *wide.totals))
    known = (any(said.low[at] == said.high[at] for at in own.totals) for own in areas)
    return not tell or (all(known) and not any(not said.shown[at] for at in wide.divided))


def _total(said: Published, own: _Rows, made: _Made | None) -> int | None:
    """The sum of an area: as chosen, or as published where it is known."""
    if made is not None:
        return made.total
    known = [int(said.low[at]) for at in own.totals if said.low[at] == said.high[at]]
    return known[0] if known else None


def _made(
    said: Published, own: _Rows, teams: frozenset[Team], names: Sequence[str], *, alone: bool
) -> _Made | None:
    """What is made of an area: None where nothing is, or its rows say more than is told here.

    Every category of ``names``, in alphabetical order, is in one row, and the rows count everybody.
    ``alone`` says that no row ties it to others.
    """
    rows = [said.rows[at] for at in own.divided]
    named = sorted(category for row in rows for category in row.categories)
    people = [int(said.people[at]) for at in own.divided]
    if (
        named != names
        or any(said.shown[at] for at in (*own.divided, *own.totals))
        or min(people) < said.table.threshold
        or any(said.people[at] != sum(people) for at in own.totals)
    ):
        return None
    if own.inside:
        return _crossed(said, own, teams, alone=alone)
    sums = _chosen(said, own)
    return None if sums is None else _Made(sum(sums), _part(said, own, teams, sums))


def _crossed(said: Published, own: _Rows, teams: frozenset[Team], *, alone: bool) -> _Made | None:
    """What is made of an area whose departments are counted by themselves; the rest are one more.

    Where rows tie it to other areas, its first world has to show everything: theirs do.
    """
    table = said.table
    units = {inside: _counted(said, totals) for inside, totals in own.inside.items()}
    inside = frozenset[Team]().union(*units)
    if sum(map(len, units)) != len(inside) or None in units.values():
        return None
    rows = [Counted(*(int(ends[at]) for ends in (said.people, said.low, said.high)))
            for at in own.divided]  # fmt: skip
    known = [unit for unit in units.values() if unit is not None]
    rest = sum(row.people for row in rows) - sum(unit.people for unit in known)
    if inside != teams:
        units[teams - inside] = Counted(rest, 0, rest * table.full)
        known.append(Counted(rest, 0, rest * table.full))
    categories = [sorted(said.rows[at].categories) for at in own.divided]
    ends = _ends(said, own.totals)
    asked = Asked(table.full, table.threshold, table.colleague)
    worlds = worlds_of(known, rows, [len(names) for names in categories], ends, asked)
    if worlds is None or rest < 0 or not (alone or len(worlds[0]) == 1):
        return None
    groups = [
        (tuple(sorted(unit)), (name,)) for unit in units for names in categories for name in names
    ]
    total = sum(worlds[0][0])
    return _Made(total, Shown(_rests_on(said, own), groups, *worlds))


def _counted(said: Published, totals: Sequence[int]) -> Counted | None:
    """A department by its rows over all categories; None where one shows other rows' sums."""
    people = {int(said.people[at]) for at in totals}
    if len(people) > 1 or any(said.shown[at] for at in totals):
        return None
    return Counted(people.pop(), *_ends(said, totals))


def _ends(said: Published, totals: Sequence[int]) -> tuple[int, int]:
    """Between which sums rows of the same people lie together; wide where there are none."""
    ends = [(int(said.low[at]), int(said.high[at])) for at in totals]
    most = int(said.people.max()) * said.table.full
    return max((low for low, _ in ends), default=0), min((high for _, high in ends), default=most)


def _rests_on(said: Published, own: _Rows) -> str:
    places = (*own.totals, *(at for totals in own.inside.values() for at in totals), *own.divided)
    return "; ".join(dict.fromkeys(said.rows[at].label for at in places))


def _chosen(said: Published, own: _Rows) -> list[int] | None:
    """A sum for each row of an area, with answers of both ends in each category; None if none."""
    table = said.table
    rows = [said.rows[at] for at in own.divided]
    people = [int(said.people[at]) for at in own.divided]
    need = [_needed(table) * len(row.categories) for row in rows]
    low = [max(int(said.low[at]), least) for at, least in zip(own.divided, need, strict=True)]
    high = [
        min(int(said.high[at]), n * table.full - least)
        for at, n, least in zip(own.divided, people, need, strict=True)
    ]
    if any(least > most for least, most in zip(low, high, strict=True)):
        return None
    least = max((int(said.low[at]) for at in own.totals), default=sum(low))
    most = min((int(said.high[at]) for at in own.totals), default=sum(high))
    return _between(low, high, least, most)


def _needed(table: Table) -> int:
    """Steps of either end that every group is to hold: two answers where colleagues look on."""
    return (2 if table.colleague else 1) * table.full


def _between(low: list[int], high: list[int], least: int, most: int) -> list[int] | None:
    """Sums between their ends, about the middle, whose total is between two ends; None if none."""
    sums = [(one + other) // 2 for one, other in zip(low, high, strict=True)]
    if least > most:
        return None
    for at, (one, other) in enumerate(zip(low, high, strict=True)):
        missing = min(max(sum(sums), least), most) - sum(sums)
        sums[at] = min(max(sums[at] + missing, one), other)
    return sums if least <= sum(sums) <= most else None


def _part(said: Published, own: _Rows, teams: frozenset[Team], sums: Sequence[int]) -> Shown | None:
    """The worlds of an area's categories; None where people and answers do not go round."""
    full = said.table.full
    categories = [sorted(said.rows[at].categories) for at in own.divided]
    people = [int(said.people[at]) for at in own.divided]
    widest = max(map(len, categories))
    worlds, counts = [], []
    for turn in range(-1, widest if widest > 1 else 0):
        world, count = [], []
        for names, n, total in zip(categories, people, sums, strict=True):
            world += _shared(total, len(names), turn)
            count += _shared(n, len(names), turn)
        worlds.append(world)
        counts.append(count)
    needed = _needed(said.table)
    first = zip(worlds[0], counts[0], strict=True)
    if any(total < needed or n * full - total < needed for total, n in first):
        return None
    unit = tuple(sorted(teams))
    return Shown(
        rests_on=_rests_on(said, own),
        groups=[(unit, (name,)) for names in categories for name in names],
        sums=worlds,
        people=counts,
    )


def _shared(total: int, among: int, turn: int) -> list[int]:
    """A total given to one of some groups in turn; before the first turn, evenly to all."""
    if turn >= 0:
        return [total if at == turn % among else 0 for at in range(among)]
    return [total // among + (at < total % among) for at in range(among)]
