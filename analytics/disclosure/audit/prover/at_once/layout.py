"""Layout: what a table says to an insider, as arrays over all areas at once.

An area that is not plain is left to be read by ``system_of``; what is, says the same here and
there (tests/properties).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.disclosure.audit.prover.at_once.areas import Areas, areas_of
from analytics.disclosure.audit.prover.at_once.published import Published, published
from analytics.disclosure.audit.reading.atoms import divisions
from analytics.disclosure.audit.reading.attended import Attendance, Attended, Exact, attended_of
from analytics.disclosure.audit.reading.problem import Real, Whole
from analytics.disclosure.audit.reading.table import Table


@dataclass(frozen=True)
class Layout:
    """A table of an insider.

    Attributes
    ----------
    full
        Steps of one person's answer.
    unit, size
        By atom (unit by unit), its unit and how many answered.
    row
        By layer and atom, the number of the row that counts it; the last one is none. A breakdown
        is a layer, and its rows of everybody one more.
    row_area, row_low, row_high
        By row of a breakdown its area, and between which sums it lies; infinite where no answers
        break an end, or where it counts nobody. A row of everybody is of no area, as the last one,
        which is none.
    """

    full: int
    areas: Areas
    unit: Whole
    size: Whole
    row: Whole
    row_area: Whole
    row_low: Real
    row_high: Real

    @property
    def wide(self) -> Whole:
        """The rows of several areas."""
        counted = np.unique(self.row)
        own: Whole = counted[(self.row_area[counted] < 0) & (counted < len(self.row_low) - 1)]
        return own


@dataclass(frozen=True)
class _Atoms:
    """By atom its unit, its people, and by breakdown the number of its category."""

    unit: Whole
    size: Whole
    said: Sequence[Whole]


def layout_of(table: Table) -> Layout | None:
    """Return the layout of an insider's table; None where rows of several areas say more."""
    if table.exact is None:
        return None
    said = published(table)
    areas = None if said is None else areas_of(said)
    if said is None or areas is None:
        return None
    divided = divisions(table)
    atoms = _atoms(table, divided, said, areas)
    layers: list[Whole] = []
    for (breakdown, names), own in zip(divided.items(), atoms.said, strict=True):
        made = _layers(breakdown, names, said, areas)
        if made is None:
            return None
        layers += [layer[atoms.unit, own] for layer in made]
    people = np.bincount(atoms.unit, atoms.size, len(areas.units.area)).astype(np.int64)
    areas.plain[areas.units.area[people != areas.units.people]] = False
    none = len(said.rows)
    row = np.array(layers, np.int64).reshape(len(layers), len(atoms.unit))
    low, high = _ends(table, said, areas)
    area = areas.set_area[said.counted]
    reach = np.zeros(none + 1)
    for each in row:
        reach += np.bincount(each, atoms.size * table.full, none + 1)
    return Layout(
        full=table.full, areas=areas, unit=atoms.unit, size=atoms.size, row=row,
        row_area=np.append(area, -1),
        row_low=np.append(np.where((low <= 0) | (reach[:-1] == 0), -np.inf, low), -np.inf),
        row_high=np.append(np.where(high >= reach[:-1], np.inf, high), np.inf),
    )  # fmt: skip


def _attended(table: Table) -> Attended:
    if isinstance(table.exact, Exact) and set(table.breakdowns) <= set(table.exact.breakdowns):
        return table.exact.attended
    places = [
        Attendance(department, team, n, dict(zip(table.breakdowns, categories, strict=True)))
        for (department, team, *categories), n in (table.exact or {}).items()
    ]
    return attended_of(places)


def _atoms(
    table: Table, divided: Mapping[str, Sequence[str]], said: Published, areas: Areas
) -> _Atoms:
    """The atoms that hold somebody; an area where a breakdown knows not of whom is not plain."""
    attended = _attended(table)
    team = np.array([said.teams.get(name, -1) for name in attended.teams], np.int64)[attended.team]
    unit = np.where(team >= 0, areas.unit_of[team], -1)
    there = (unit >= 0) & (attended.n > 0)
    key, widths, strange = unit, [], np.zeros(len(unit), np.bool_)
    for breakdown, own in divided.items():
        place = {name: at for at, name in enumerate(own)}
        known = np.array([place.get(name, -1) for name in attended.names.get(breakdown, ())])
        each = known[attended.said[breakdown]] if len(known) else np.full(len(unit), -1)
        strange |= each < 0
        widths.append(len(own))
        key = key * len(own) + each
    areas.plain[areas.units.area[unit[there & strange]]] = False
    there &= ~strange
    keys, at = np.unique(key[there], return_inverse=True)
    size = np.bincount(at, attended.n[there], len(keys)).astype(np.int64)
    own_said: list[Whole] = []
    for width in reversed(widths):
        keys, each = np.divmod(keys, width)
        own_said.insert(0, each)
    return _Atoms(keys, size, own_said)


def _layers(
    breakdown: str, names: Sequence[str], said: Published, areas: Areas
) -> list[Whole] | None:
    """By unit and category of a breakdown, the row that counts it: rows of areas, and of everybody.

    A row of everybody that shows rows inside it tells nothing that they do not. None where two
    others count the same people. An area in which two rows count somebody is not plain.
    """
    named = {name: place for place, name in enumerate(names)}
    nothing = np.full((len(areas.units.area), len(names)), len(said.rows))
    row, everybody = nothing.copy(), nothing.copy()
    of_everybody, own = _of_everybody(said.of_breakdown(breakdown), said, areas)
    start = np.searchsorted(areas.pair_set, np.arange(len(said.start) + 1))
    for place in own.tolist():
        sets = said.counted[place]
        units = areas.pair_unit[start[sets] : start[sets + 1]]
        units = units[units >= 0]
        for name in said.rows[place].categories:
            taken = row[units, named[name]] < len(said.rows)
            areas.plain[areas.units.area[units[taken]]] = False
            row[units, named[name]] = place
    for place in of_everybody.tolist():
        categories = said.rows[place].categories
        inside = [named[name] for name in categories]
        parts = [each for each in own.tolist() if said.rows[each].categories <= categories]
        covered = np.isin(row[:, inside], parts).any(axis=1)
        if said.shown[place] and covered.all() and np.all(areas.unit_of >= 0):
            continue
        if np.any(everybody[:, inside] < len(said.rows)):
            return None
        everybody[:, inside] = place
    return [row, everybody] if np.any(everybody < len(said.rows)) else [row]


def _of_everybody(at: Whole, said: Published, areas: Areas) -> tuple[Whole, Whole]:
    """A breakdown's rows, those of everybody apart; of a single area, where others are inside."""
    many = np.diff([*said.start, len(said.member)])[said.counted[at]]
    wide = (areas.set_area[said.counted[at]] < 0) | (many == len(said.teams))
    if wide.all() and len(areas.departments) < 2:
        wide[:] = False
    return at[wide], at[~wide]


def _ends(table: Table, said: Published, areas: Areas) -> tuple[Real, Real]:
    """By row of a breakdown, between which sums the truth lies: rows as shown may be off.

    By as much as each department's rows of teams may be at either end, or by one end at least.
    """
    units, count = areas.units, len(said.start)
    g, ceiling = table.grain, units.people * table.full
    inside = areas.pair_unit >= 0
    sets, own = areas.pair_set[inside], areas.pair_unit[inside]
    width = int(units.department.max()) + 1
    places, at = np.unique(sets * width + units.department[own], return_inverse=True)
    ends = np.zeros(len(places))
    for away in (units.sums, ceiling - units.sums):
        touched = units.known & ((away == 0) | (away == g))
        ends += np.bincount(at, touched[own], len(places)) > 0
    off = np.bincount(places // width, np.maximum(ends, 1), count) * (g - 1)
    limit = np.where(said.shown, off[said.counted], 0.0)
    most = said.people * table.full
    low = np.where(said.shown, np.maximum(said.low - limit, 0), said.low)
    high = np.where(said.shown, np.minimum(said.high + limit, most), said.high)
    return low, high
