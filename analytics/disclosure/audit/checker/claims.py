"""Claims: what must follow from worlds that agree with everything published.

Each is shown by worlds that exist, never by a search that found none:

* ends: of every group there is a world with one person's answer at the bottom to spare, and one
  with as much at the top;
* sets: any two groups that exchange one person's answer act as one, in whatever sum or difference
  of groups. So a set of fewer people than promised has to be made of bunches of fewer people;
  of each sum and difference of those, two worlds differ by one person's answer;
* colleagues: for each two people and each two answers there is a world in which they gave them;
* sizes: how many answered in a small group is open, or published.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from analytics.disclosure.audit.checker.agreement import Rows
from analytics.disclosure.audit.checker.exhibit import Exhibit, name
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.system import System

MANY_BUNCHES: Final = 9
"""Small bunches of one piece whose sums and differences are gone through; more are refused."""


def unproven(rows: Rows, shown: Exhibit) -> Iterator[str]:
    """Yield the claims of a table that the worlds, which must agree with it, do not show."""
    somebody = np.array([each.high > 0 for each in rows.system.sizes.ranges], dtype=bool)
    yield from _ends(rows.system, shown, np.flatnonzero(somebody))
    yield from _sets(rows, shown, np.flatnonzero(somebody))
    yield from _sizes(rows.system, shown, np.flatnonzero(somebody))
    if rows.system.table.colleague:
        yield from _views(rows, shown, np.flatnonzero(somebody))


def _ends(system: System, shown: Exhibit, groups: Whole) -> Iterator[str]:
    full = system.table.full
    sums = shown.worlds[:, groups]
    left = full * shown.people[:, groups] - sums
    for end, most in (("bottom", sums.max(axis=0)), ("top", left.max(axis=0))):
        for at in groups[most < full]:
            yield f"no world of {_named(system, at)} is one person's answer away from the {end}"


def _sets(rows: Rows, shown: Exhibit, groups: Whole) -> Iterator[str]:
    """Bunches of groups that act as one, and the sums and differences of the small ones."""
    system, count = rows.system, len(rows.system.atoms.atoms)
    _, taker, giver = shown.exchanges.T
    ties = csr_matrix((np.ones(len(taker)), (taker, giver)), shape=(count, count))
    bunch = connected_components(ties, directed=False)[1]
    inside = csr_matrix((np.ones(len(groups), dtype=np.int64), (groups, bunch[groups])),
                        shape=(count, int(bunch.max(initial=-1)) + 1))  # fmt: skip
    people, sums = shown.people @ inside, shown.worlds[:, :count] @ inside
    small = np.flatnonzero((people.max(axis=0) < system.table.threshold) & (people.any(axis=0)))
    first = np.array([groups[bunch[groups] == at][0] for at in small], dtype=np.int64)
    for piece in np.unique(rows.pieces[first]):
        own = small[rows.pieces[first] == piece]
        where = _named(system, int(first[rows.pieces[first] == piece][0]))
        if len(own) > MANY_BUNCHES:
            yield f"too many small groups beside {where} do not act as one with others"
        elif _settled(people[:, own], sums[:, own], system):
            yield f"a sum or difference of small groups beside {where} has one value in all worlds"


def _settled(people: Whole, sums: Whole, system: System) -> bool:
    """Whether some sum or difference of a few bunches, of too few people, has too little room."""
    for signs in product((-1, 0, 1), repeat=people.shape[1]):
        concerned = (people @ np.abs(signs)).max()
        room = np.ptp(sums @ np.array(signs))
        if any(signs) and concerned < system.table.threshold and room < system.table.full:
            return True
    return False


def _sizes(system: System, shown: Exhibit, groups: Whole) -> Iterator[str]:
    if system.table.answers_are_public:
        return
    published = {
        inside[0]
        for row, inside in zip(system.table.rows, system.atoms.of_row, strict=True)
        if row.n is not None and len(inside) == 1
    }
    least, most = shown.people.min(axis=0), shown.people.max(axis=0)
    for at in groups[(least == most)[groups]].tolist():
        if 0 < most[at] < system.table.threshold and at not in published:
            yield f"all worlds have {most[at]} people in {_named(system, at)}"


def _views(rows: Rows, shown: Exhibit, groups: Whole) -> Iterator[str]:
    """Yes or no: whom a colleague who knows his own answer might know the answer of.

    Who said no in a group of open size is not asked: the size may be what he knows.
    """
    for own in _pieces(rows, groups):
        yes, no = _answers(shown, own)
        asks_no = np.array([rows.system.size_column[at] is None for at in own.tolist()])
        others = (yes + no).max(axis=0) > 1
        for said, wanted in product((yes, no), repeat=2):
            seen = (said > 0).astype(np.float64).T @ (wanted > 0).astype(np.float64) > 0
            both = said >= 2 if said is wanted else (said >= 1) & (wanted >= 1)
            np.fill_diagonal(seen, both.any(axis=0) | ~others)
            if said is no:
                seen |= ~asks_no[:, None]
            for colleague, other in np.argwhere(~seen).tolist():
                yield (
                    f"a colleague in {_named(rows.system, own[colleague])} may know what all of"
                    f" {_named(rows.system, own[other])} answered"
                )


def _pieces(rows: Rows, groups: Whole) -> Iterator[Whole]:
    """The groups of each piece; of two pieces, any two answers go together."""
    order = groups[np.argsort(rows.pieces[groups], kind="stable")]
    cuts = np.flatnonzero(np.diff(rows.pieces[order])) + 1
    yield from np.split(order, cuts) if len(order) else ()


def _answers(shown: Exhibit, own: Whole) -> tuple[Whole, Whole]:
    """Who said yes and who said no, in every world and after every exchange (worlds × groups)."""
    place = np.full(shown.worlds.shape[1], -1)
    place[own] = np.arange(len(own))
    world, taker, giver = shown.exchanges[place[shown.exchanges[:, 1]] >= 0].T
    after, each = shown.worlds[np.ix_(world, own)], np.arange(len(world))
    after[each, place[taker]] += 1
    after[each, place[giver]] -= 1
    yes = np.concatenate([shown.worlds[:, own], after])
    people = np.concatenate([shown.people[:, own], shown.people[np.ix_(world, own)]])
    return yes, people - yes


def _named(system: System, at: int) -> str:
    return name(system.atoms.atoms[at])
