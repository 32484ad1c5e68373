"""A reader's view of rows of teams: worlds of each area, and which areas these do not settle.

A unit whose sum is known, or open by rounding alone, is a part of its own, and one world shows
it: answers of both ends are there. Units of an area whose ends may have been swapped are one
part; worlds are taken from what two changes lead to (``reach``) until each asked answer is in one.
"""

import numpy as np

from analytics.disclosure.audit.certificate import Shown
from analytics.disclosure.audit.prover.at_once.areas import Areas, areas_of
from analytics.disclosure.audit.prover.at_once.proof import Area, Proven
from analytics.disclosure.audit.prover.at_once.published import Published, published
from analytics.disclosure.audit.prover.at_once.reach import MANY, reach_of, steps_of
from analytics.disclosure.audit.prover.at_once.totals import choose_sums
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.table import Table


def readers_view(table: Table) -> Proven:
    """Return what is proven of a reader's table without breakdowns, with its worlds."""
    said = published(table)
    areas = None if said is None else areas_of(said)
    if said is None or areas is None:
        return Proven.nothing(table)
    units = areas.units
    anywhere = np.full(len(areas.departments), np.inf)
    if not choose_sums(areas, -anywhere, anywhere):
        return Proven.nothing(table)
    starts = np.searchsorted(units.area, np.arange(len(areas.departments) + 1))
    left, made = frozenset[str](), []
    for at, departments in enumerate(areas.departments):
        inside = np.arange(*starts[at : at + 2])
        parts = _parts(said, areas, inside) if areas.plain[at] else None
        if parts is None:
            left |= departments
        else:
            made.append(Area(departments, parts))
    return Proven(left, made)


def _parts(said: Published, areas: Areas, inside: Whole) -> list[Shown] | None:
    """The parts of an area with their worlds; None where it is not settled by these."""
    table, units = said.table, areas.units
    have, swapped = steps_of(areas, inside, table.full), units.swapped[inside]
    enough = (have >= (2 if table.colleague else 1) * table.full).all(axis=0)
    if np.any(units.people[inside] < table.threshold) or np.any(~enough & ~swapped):
        return None
    worlds = _worlds(areas, inside, table) if swapped.any() else None
    if swapped.any() and worlds is None:
        return None
    alone = inside[~swapped]
    parts = [
        _shown(said, [row], np.array([[sums]]), np.array([people]))
        for row, sums, people in zip(
            units.row[alone].tolist(), units.sums[alone].tolist(), units.people[alone].tolist(),
            strict=True,
        )
    ]  # fmt: skip
    if worlds is not None:
        own = inside[swapped]
        parts.append(_shown(said, units.row[own].tolist(), worlds, units.people[own]))
    return parts


def _shown(said: Published, rows: list[int], worlds: Whole, people: Whole) -> Shown:
    own = [said.rows[row] for row in rows]
    return Shown(
        rests_on="; ".join(row.label for row in own),
        groups=[(tuple(sorted(row.teams)), ()) for row in own],
        sums=worlds.tolist(),
        people=[people.tolist()] * len(worlds),
    )


def _worlds(areas: Areas, inside: Whole, table: Table) -> Whole | None:
    """Worlds of the swapped units of an area that show every asked answer; None if none do."""
    own = areas.units.swapped[inside]
    if own.sum() > MANY:
        return None
    reach = reach_of(areas, inside, table.full, table.grain)
    sums = np.unique(reach.after[reach.allowed][:, own], axis=0)
    tops = areas.units.people[inside][own] * table.full
    have = np.concatenate([tops - sums, sums], axis=1)
    asked = have >= table.full
    if table.colleague:
        asked = asked[:, :, None] & asked[:, None, :]
        each = np.arange(have.shape[1])
        asked[:, each, each] = have >= 2
    asked = asked.reshape(len(sums), -1)
    still_open = np.ones(asked.shape[1], np.bool_)
    chosen: list[int] = []
    while still_open.any():
        gain = asked[:, still_open].sum(axis=1)
        if not gain.max(initial=0):
            return None
        chosen.append(int(gain.argmax()))
        still_open &= ~asked[chosen[-1]]
    worlds: Whole = sums[sorted(chosen)]
    return worlds
