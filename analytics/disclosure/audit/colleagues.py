"""Colleagues: somebody who knows his own answer, and what he concludes of everybody else.

Yes/no questions on health only. For each person with each answer that he may have given, and each
group: there must be a world in which one of the others said yes, and one in which one said no.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.disclosure.audit.attack import Attack
from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.neighbours import neighbours
from analytics.disclosure.audit.solver import Whole
from analytics.disclosure.audit.strolls import stroll
from analytics.disclosure.audit.worlds import Question

Flags = NDArray[np.bool_]

FEW = 4
"""Open views that are cheaper to ask than to look for."""


class View(NamedTuple):
    """A colleague in ``own`` who answered ``said`` looks at ``other``: is one of them ``want``?"""

    own: int
    said: int
    other: int
    want: int


def attack_as_colleague(attack: Attack) -> None:
    """Report the groups of which a colleague learns what everybody else answered."""
    if not attack.system.table.colleague:
        return
    asked = {}
    for at in attack.sound():
        views = list(_open_views(attack, at))
        if len(views) > FEW:
            views = _looked_for(attack, at, views)
        if views:
            asked[at] = views
    answers = attack.worlds.ask(
        {at: [_question(attack, at, view) for view in views] for at, views in asked.items()}
    )
    reported: set[tuple[int, int]] = set()
    for at, views in asked.items():
        for view, answer in zip(views, answers[at], strict=True):
            news = (at, view.other) not in reported
            told = frozenset([view.other]) in attack.settled.get(at, set())
            if answer is None and news and not told and at not in attack.worlds.trouble:
                reported.add((at, view.other))
                _report(attack, at, view)


def _looked_for(attack: Attack, part: int, views: Sequence[View]) -> list[View]:
    """The views that are still open after a stroll, and after a look at its neighbourhood."""
    piece, known = attack.parts[part], attack.worlds.known[part]
    strolled = np.concatenate([known, stroll(piece, known)])
    attack.worlds.use(part, strolled, [_question(attack, part, view) for view in views])
    views = list(_open_views(attack, part))
    if not views:
        return views
    near = neighbours(piece, strolled, np.array(views, dtype=np.int64))
    attack.worlds.use(part, near, [_question(attack, part, view) for view in views])
    return list(_open_views(attack, part))


def _open_views(attack: Attack, part: int) -> Iterator[View]:
    """The views that the known worlds leave open, of colleagues who may exist."""
    piece, worlds = attack.parts[part], attack.worlds.known[part]
    people = np.array(attack.people(part), dtype=np.int64)
    sums, sizes = worlds[:, people], piece.sizes(worlds)[:, people]
    fixed = piece.size_at[people] < 0
    for said in (1, 0):
        may_be: Flags = (sums >= 1) if said else ((sums <= sizes - 1) & fixed)
        for want in (1, 0):
            seen = (sums >= 1) if want else (sums <= sizes - 1)
            settled: Flags = np.logical_not(_together(may_be, seen))
            np.fill_diagonal(settled, ~_among_others(sums, sizes, said, want))
            settled &= np.asarray(may_be.any(axis=0))[:, None]
            np.fill_diagonal(settled, settled.diagonal() & (sizes.max(axis=0, initial=0) > 1))
            for own, other in np.argwhere(settled).tolist():
                yield View(int(people[own]), said, int(people[other]), want)


def _together(one: Flags, other: Flags) -> Flags:
    """For each pair of atoms, whether some world has both."""
    return (one.astype(np.int64).T @ other.astype(np.int64)) > 0


def _among_others(sums: Whole, sizes: Whole, said: int, want: int) -> Flags:
    """For each atom, whether some world has one who answered ``want`` beside the colleague."""
    yes, no = sums, sizes - sums
    enough = (yes >= said + want) & (no >= (1 - said) + (1 - want))
    return np.asarray(enough.any(axis=0))


def _question(attack: Attack, part: int, view: View) -> Question:
    piece = attack.parts[part]
    own_size, other_size = int(piece.size[view.own]), int(piece.size[view.other])
    low = {view.own: 1} if view.said else {}
    high = {} if view.said else {view.own: own_size - 1}
    same = view.own == view.other
    goal = 1 + (1 if same and view.said == view.want else 0)
    if view.want:
        return Question({view.other: 1.0}, goal, low, high)
    if piece.size_at[view.other] < 0:
        return Question({view.other: -1.0}, goal - other_size, low, high)
    weights = {view.other: -1.0, int(piece.size_at[view.other]): 1.0}
    return Question(weights, goal, low, high)


def _report(attack: Attack, part: int, view: View) -> None:
    _, own = attack.atom(part, view.own).department, attack.atom(part, view.own).team
    who = "one of them" if view.own == view.other else f"a colleague in {own}"
    said = "yes" if view.said else "no"
    answered = "no" if view.want else "yes"
    attack.report(
        Leak.COLLEAGUE, part, [view.other],
        f"{who} who said {said} knows that everybody else there said {answered}",
    )  # fmt: skip
