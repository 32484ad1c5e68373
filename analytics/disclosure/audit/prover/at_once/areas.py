"""Areas: departments that rows count together, their units, and whether rows of units are told.

An area is plain where every team is in exactly one row of teams, no row cuts such a unit, and
every other row over all categories follows from the sums of the units.
"""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from analytics.disclosure.audit.prover.at_once.published import Published
from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.reading.problem import Whole
from analytics.release.model import TOTAL


@dataclass(frozen=True)
class Units:
    """The rows of teams, area by area.

    Attributes
    ----------
    row
        By unit, the place of its row.
    area, people
        The number of its area, and how many answered.
    low, high
        Between which sums its own row lies, in steps from the bottom.
    sums
        The sum that is shown, or the middle where none is; rows of units allow these together.
    known
        Whether that is the sum which is shown.
    swapped
        Whether its end may have been swapped.
    department, order
        A number of the department that its row is published in, and its place in the order of
        names there.
    """

    row: Whole
    area: Whole
    people: Whole
    low: Whole
    high: Whole
    sums: Whole
    known: Flags
    swapped: Flags
    department: Whole
    order: Whole

    @property
    def rounded(self) -> Flags:
        """Whether rounding, and no swap, leaves its sum open."""
        open_sums: Flags = (self.low < self.high) & ~self.swapped
        return open_sums


@dataclass(frozen=True)
class Areas:
    """The areas of a table.

    Attributes
    ----------
    departments
        By area, its departments.
    plain
        By area, whether its rows of units say nothing else.
    units
        Of all areas.
    unit_of
        By team, its unit; -1 in areas that are not plain, where it may have none.
    pair_set, pair_unit
        Every set of teams with every unit in it, in the order of the sets.
    set_area
        By set, its area; -1 where it is of several.
    held, open
        Rows over units with swapped ends, and over units that rounding leaves open: the units, and
        between which sums they lie together.
    """

    departments: tuple[frozenset[str], ...]
    plain: Flags
    units: Units
    unit_of: Whole
    pair_set: Whole
    pair_unit: Whole
    set_area: Whole
    held: list[tuple[Whole, int, int]]
    open: list[tuple[Whole, int, int]]


def areas_of(said: Published) -> Areas | None:
    """Return the areas of a table; None where a row of several does not follow from its units.

    None too for a table without rows of teams: there is nothing to lay out at once.
    """
    area_of_team, departments = _areas(said)
    own = area_of_team[said.member]
    first, last = (end.reduceat(own, said.start) for end in (np.minimum, np.maximum))
    set_area = np.where(first == last, first, -1)
    at = np.flatnonzero(said.of_teams)
    if not at.size or np.any(set_area[said.counted[at]] < 0) or np.any(said.shown[at]):
        return None
    at = at[np.argsort(set_area[said.counted[at]], kind="stable")]
    plain = np.ones(len(departments), np.bool_)
    unit_of = np.full(len(said.teams), -1)
    times = np.zeros(len(said.teams), np.int64)
    for unit, row in enumerate(at.tolist()):
        inside = _members(said, said.counted[row])
        unit_of[inside] = unit
        times[inside] += 1
    plain[area_of_team[times != 1]] = False
    units = _units(said, at, set_area[said.counted[at]], plain)
    pairs = np.unique(np.stack([said.owner, unit_of[said.member]]), axis=1, return_counts=True)
    (pair_set, pair_unit), counts = pairs
    whole = np.bincount(unit_of[unit_of >= 0], minlength=len(at))
    cut = (pair_unit < 0) | (counts != whole[pair_unit])
    if np.any(set_area[pair_set[cut]] < 0):
        return None
    plain[set_area[pair_set[cut]]] = False
    areas = Areas(departments, plain, units, unit_of, pair_set, pair_unit, set_area, [], [])
    return areas if _told(said, areas) else None


def _members(said: Published, own: int) -> Whole:
    end = said.start[own + 1] if own + 1 < len(said.start) else len(said.member)
    inside: Whole = said.member[said.start[own] : end]
    return inside


def _areas(said: Published) -> tuple[Whole, tuple[frozenset[str], ...]]:
    """By team its area, and the departments of each: rows of some but not all tie them."""
    names = list(dict.fromkeys(department for department, _ in said.teams))
    number = {name: at for at, name in enumerate(names)}
    department = np.array([number[name] for name, _ in said.teams], np.int64)
    sizes = np.diff([*said.start, len(said.member)])
    some = (sizes < len(said.teams))[said.owner]
    first = np.repeat(department[said.member[said.start]], sizes)
    tied = csr_matrix(
        (np.ones(int(some.sum())), (first[some], department[said.member][some])),
        shape=(len(names), len(names)),
    )
    count, area = connected_components(tied, directed=False)
    own: list[set[str]] = [set() for _ in range(count)]
    for name, at in zip(names, area.tolist(), strict=True):
        own[at].add(name)
    return area[department].astype(np.int64), tuple(map(frozenset, own))


def _units(said: Published, at: Whole, area: Whole, plain: Flags) -> Units:
    """The rows of teams at some places as units; areas with a row that cannot be are not plain."""
    g, ceiling = said.table.grain, said.people[at] * said.table.full
    low, high, bounded = said.low[at], said.high[at], said.bounded[at]
    shown = np.full(len(at), -1)
    for ends, number in (
        ((0, g - 1), 0),
        ((1, g), g),
        ((ceiling - g, ceiling - 1), ceiling - g),
        ((ceiling - g + 1, ceiling), ceiling),
    ):
        shown = np.where(bounded & (low == ends[0]) & (high == ends[1]), number, shown)
    swapped = shown >= 0
    known = swapped | (~bounded & (low == high))
    plain[area[(low > high) | (bounded & (ceiling <= 2 * g + 1))]] = False
    rows = [said.rows[place] for place in at.tolist()]
    names = list(dict.fromkeys(row.department for row in rows))
    department = np.array([names.index(row.department) for row in rows], np.int64)
    order = np.zeros(len(at), np.int64)
    named = sorted(range(len(rows)), key=lambda one: (rows[one].department, rows[one].team))
    for _, together in groupby(named, key=lambda one: rows[one].department):
        own = list(together)
        order[own] = np.arange(len(own))
    return Units(
        row=at, area=area, people=said.people[at], low=low, high=high,
        sums=np.where(swapped, shown, (low + high) // 2), known=known, swapped=swapped,
        department=department, order=order,
    )  # fmt: skip


def _told(said: Published, areas: Areas) -> bool:
    """Whether the other rows of several areas follow; an area where one does not is not plain.

    Those over units whose sums are open are kept, and hold once the sums are chosen (``totals``).
    """
    units, count = areas.units, len(said.start)
    inside = areas.pair_unit >= 0
    sets, own = areas.pair_set[inside], areas.pair_unit[inside]
    swapped = np.bincount(sets, units.swapped[own], count) > 0
    unknown = np.bincount(sets, ~units.known[own], count) > 0
    rounded = np.bincount(sets, units.rounded[own], count) > 0
    over_all = np.array([row.breakdown == TOTAL for row in said.rows], np.bool_)
    others = np.flatnonzero(~said.of_teams & over_all)
    sums, at = np.bincount(sets, units.sums[own], count).astype(np.int64), said.counted[others]
    shown, wide = said.shown[others], areas.set_area[at] < 0
    follows = (said.low[others] <= sums[at]) & (sums[at] <= said.high[others])
    follows &= ~(shown & unknown[at])
    follows |= ~shown & rounded[at]
    for row in others[follows & ~shown & (rounded | swapped)[at]].tolist():
        kept = areas.open if rounded[said.counted[row]] else areas.held
        kept.append((own[sets == said.counted[row]], int(said.low[row]), int(said.high[row])))
    follows &= shown | ~swapped[at] | ~(wide | rounded[at])
    wrong = areas.set_area[at[~follows]]
    areas.plain[wrong[wrong >= 0]] = False
    return not np.any(wrong < 0)
