"""An exhibit: the worlds of a proof, put in the unknowns of its table.

The table's parts do not bind each other; so the worlds of each are put side by side, the first
ones together, then the second ones, and where one part has fewer, its own from the start again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.disclosure.audit.checker.document import Document, Group, Part
from analytics.disclosure.audit.checker.refusal import Unreadable
from analytics.disclosure.audit.reading.atoms import Atom
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.system import System


@dataclass(frozen=True)
class Exhibit:
    """Worlds of a whole table, and exchanges from them.

    Attributes
    ----------
    worlds
        Worlds × unknowns of the system.
    people
        Worlds × atoms: how many answered in each.
    exchanges
        Exchanges × (world, atom that takes, atom that gives).
    """

    worlds: Whole
    people: Whole
    exchanges: Whole


def exhibit_of(document: Document, system: System) -> Exhibit:
    """Return the worlds of a proof; raises ``Unreadable`` where they are not of this table.

    Every group in which somebody may have answered, and every other unknown, must be in exactly
    one part.
    """
    atoms = system.atoms.atoms
    place = {atom: at for at, atom in enumerate(atoms)}
    count = max((len(part.worlds) for part in document.parts), default=1)
    worlds = np.zeros((count, len(system.low)), dtype=np.int64)
    people = np.zeros((count, len(atoms)), dtype=np.int64)
    times = np.zeros(len(system.low), dtype=np.int64)
    exchanges: list[tuple[int, int, int]] = []
    for part in document.parts:
        inside = [_place(place, group) for group in part.groups]
        others = _others(part, system)
        turn = np.arange(count) % len(part.worlds)
        worlds[:, inside] = _table([world.sums for world in part.worlds], len(inside))[turn]
        people[:, inside] = _table([world.people for world in part.worlds], len(inside))[turn]
        worlds[:, others] = _table([world.others for world in part.worlds], len(others))[turn]
        np.add.at(times, [*inside, *others], 1)
        exchanges += [_exchange(part, inside, *each) for each in part.exchanges]
    with_size = [at for at, column in enumerate(system.size_column) if column is not None]
    size_columns = [column for column in system.size_column if column is not None]
    worlds[:, size_columns] = people[:, with_size]
    times[size_columns] += times[with_size]
    _require_each_once(times, system)
    return Exhibit(worlds, people, np.array(exchanges, dtype=np.int64).reshape(-1, 3))


def _place(place: dict[Atom, int], group: Group) -> int:
    try:
        return place[Atom(group.teams, group.categories)]
    except KeyError:
        raise Unreadable(
            "the proof is of a group that is not in the table: {teams}", teams=str(group.teams)
        ) from None


def _others(part: Part, system: System) -> list[int]:
    sizes = set(system.size_column)
    for column in part.others:
        if not len(system.atoms.atoms) <= column < len(system.low) or column in sizes:
            raise Unreadable(
                "the proof numbers an unknown that the table has not: {column}", column=column
            )
    return list(part.others)


def _table(values: Sequence[tuple[int, ...]], width: int) -> Whole:
    """Values by world as worlds × places."""
    if any(len(row) != width for row in values):
        raise Unreadable("a world of the proof has more or fewer numbers than groups")
    return np.array(values, dtype=np.int64).reshape(len(values), width)


def _exchange(
    part: Part, inside: Sequence[int], world: int, taker: int, giver: int
) -> tuple[int, int, int]:
    if world >= len(part.worlds) or max(taker, giver) >= len(inside) or taker == giver:
        raise Unreadable(
            "the proof exchanges what is not there: {world}, {taker}, {giver}",
            world=world,
            taker=taker,
            giver=giver,
        )
    return world, inside[taker], inside[giver]


def _require_each_once(times: Whole, system: System) -> None:
    nobody = [each.high == 0 for each in system.sizes.ranges]
    needed = np.ones(len(times), dtype=bool)
    needed[: len(nobody)] = ~np.array(nobody, dtype=bool)
    wrong = np.flatnonzero((times > 1) | (needed & (times == 0)))
    if len(wrong):
        atoms = system.atoms.atoms
        at = int(wrong[0])
        what = name(atoms[at]) if at < len(atoms) else f"the unknown {at}"
        often = "more than once" if times[at] else "nowhere"
        raise Unreadable("the proof speaks of {what} {often}", what=what, often=often)


def name(atom: Atom) -> str:
    """Return a group in words."""
    return f"{atom.department}, {atom.team}"
