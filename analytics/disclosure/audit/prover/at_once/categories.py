"""A reader's view of one breakdown: worlds of each area's categories, and what these leave open.

All rows of an area count the same teams, over all categories or over some. The sums of its rows
are chosen so that their total is one that is published; a row of several categories, whose people
nobody can divide, is shared out evenly in one world, and given whole to each in the others.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.disclosure.audit.certificate import Shown
from analytics.disclosure.audit.prover.at_once.proof import Area, Proven
from analytics.disclosure.audit.prover.at_once.published import Published, published
from analytics.disclosure.audit.reading.atoms import divisions
from analytics.disclosure.audit.reading.table import Table, Team
from analytics.release.model import TOTAL


class _Rows(NamedTuple):
    """The rows that count some teams, by their places: over categories, and over all of them."""

    divided: list[int]
    totals: list[int]


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
    chosen = [_chosen(said, own, names) for own in rows.values()]
    if wide is not None and not _told(said, wide, list(rows.values()), chosen):
        return Proven.nothing(table)
    left, made = frozenset[str](), []
    for own, teams, there, sums in zip(rows.values(), rows, departments, chosen, strict=True):
        part = None if sums is None else _part(said, own, teams, sums)
        if part is None:
            left |= there
        else:
            made.append(Area(there, [part]))
    return Proven(left, made)


def _by_teams(said: Published) -> dict[frozenset[Team], _Rows]:
    rows: dict[frozenset[Team], _Rows] = {}
    for at, row in enumerate(said.rows):
        own = rows.setdefault(row.teams, _Rows([], []))
        (own.totals if row.breakdown == TOTAL else own.divided).append(at)
    return rows


def _told(
    said: Published, wide: _Rows, areas: Sequence[_Rows], chosen: Sequence[list[int] | None]
) -> bool:
    """Whether rows of everybody say nothing that those of the areas do not, or hold as chosen."""
    parts = [{said.rows[at].categories for at in own.divided} for own in areas]
    for at in wide.divided:
        inside = said.rows[at].categories
        if not said.shown[at] or not all(any(own <= inside for own in one) for one in parts):
            return False
    sums = [_total(said, own, made) for own, made in zip(areas, chosen, strict=True)]
    known = [one for one in sums if one is not None]
    total = sum(known)
    return all(
        len(known) == len(sums) and not said.shown[at] and said.low[at] <= total <= said.high[at]
        for at in wide.totals
    )


def _total(said: Published, own: _Rows, chosen: Sequence[int] | None) -> int | None:
    """The sum of an area: as chosen, or as published where it is known."""
    if chosen is not None:
        return sum(chosen)
    known = [int(said.low[at]) for at in own.totals if said.low[at] == said.high[at]]
    return known[0] if known else None


def _chosen(said: Published, own: _Rows, names: Sequence[str]) -> list[int] | None:
    """A sum for each row of an area, with answers of both ends in each category; None if none.

    Every category of ``names``, in alphabetical order, is in one row, and the rows count everybody.
    """
    table = said.table
    rows = [said.rows[at] for at in own.divided]
    named = sorted(category for row in rows for category in row.categories)
    people = [int(said.people[at]) for at in own.divided]
    if (
        named != names
        or any(said.shown[at] for at in (*own.divided, *own.totals))
        or min(people) < table.threshold
        or any(said.people[at] != sum(people) for at in own.totals)
    ):
        return None
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
        rests_on="; ".join(
            dict.fromkeys(said.rows[at].label for at in (*own.totals, *own.divided))
        ),
        groups=[(unit, (name,)) for names in categories for name in names],
        sums=worlds,
        people=counts,
    )


def _shared(total: int, among: int, turn: int) -> list[int]:
    """A total given to one of some groups in turn; before the first turn, evenly to all."""
    if turn >= 0:
        return [total if at == turn % among else 0 for at in range(among)]
    return [total // among + (at < total % among) for at in range(among)]
