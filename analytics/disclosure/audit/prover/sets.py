"""Sets: sums and differences of small groups that nobody named, and that follow all the same.

Looked for is a combination of atoms, each counted once, taken off once or left out, with fewer
people than promised in all, whose value has less room than one person's answer needs. An
integer programme proposes the smallest combination that all known worlds leave so little room;
exact optimisation then either finds worlds that give it room, or has proven the leak.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.prover.attack import Attack, names
from analytics.disclosure.audit.prover.exchanges import alike
from analytics.disclosure.audit.prover.solver import Outcome, solve
from analytics.disclosure.audit.prover.worlds import Question
from analytics.disclosure.audit.reading.problem import Real, Whole

MOST = 500
"""Proposals for one part; one that needs more counts as not settled."""


@dataclass(frozen=True)
class Search:
    """A part's atoms in bunches that act as one, as places of its atoms."""

    bunches: tuple[tuple[int, ...], ...]

    def gathered(self, values: Whole) -> Whole:
        """Return values by atom (worlds × atoms) added up by bunch."""
        columns = [values[:, list(bunch)].sum(axis=1) for bunch in self.bunches]
        return np.stack(columns, axis=1)


def attack_sets(attack: Attack) -> None:
    """Report combinations of fewer people than the threshold that leave too little room."""
    for part in attack.sound():
        search = _search(attack, part)
        if search is not None:
            _attack_part(attack, part, search)


def _search(attack: Attack, part: int) -> Search | None:
    """The bunches of a part; None where every bunch has enough people to hide anything."""
    piece, worlds = attack.parts[part], attack.worlds.known[part]
    sizes = piece.sizes(worlds).max(axis=0)
    people = attack.people(part)
    if not people:
        return None
    threshold = attack.system.table.threshold
    if all(sizes[at] >= threshold for at in people):
        return None
    label, ties = alike(piece, worlds, attack.system.table.full, threshold)
    attack.worlds.exchanges[part] += ties
    bunches: dict[int, list[int]] = {}
    for at in people:
        bunches.setdefault(int(label[at]), []).append(at)
    search = Search(tuple(tuple(bunch) for bunch in bunches.values()))
    most = search.gathered(piece.sizes(worlds)).max(axis=0)
    return None if all(most >= threshold) else search


def _attack_part(attack: Attack, part: int, search: Search) -> None:
    known = [
        frozenset(at for at, bunch in enumerate(search.bunches) if told.intersection(bunch))
        for told in attack.settled.get(part, set())
    ]
    known = [told for told in known if told]
    for _ in range(MOST):
        outcome, signs = _proposal(attack, part, search, known)
        if outcome is Outcome.TIME_OUT:
            break
        if signs is None:
            return
        weights = {
            at: float(signs[order])
            for order, bunch in enumerate(search.bunches)
            for at in bunch
            if signs[order]
        }
        if _enough_people(attack, part, weights) or _room(attack, part, weights):
            if part in attack.worlds.trouble:
                return
            continue
        _report(attack, part, weights)
        known.append(frozenset(np.flatnonzero(signs).tolist()))
    attack.worlds.trouble[part] = Outcome.TIME_OUT


def _enough_people(attack: Attack, part: int, weights: dict[int, float]) -> bool:
    """Whether in some world as many people are concerned as promised."""
    piece = attack.parts[part]
    open_sizes = [at for at in weights if piece.size_at[at] >= 0]
    if not open_sizes:
        return False
    sure = sum(int(piece.size[at]) for at in weights if piece.size_at[at] < 0)
    question = Question(
        {int(piece.size_at[at]): 1.0 for at in open_sizes},
        attack.system.table.threshold - sure,
    )
    return attack.worlds.ask({part: [question]})[part][0] is not None


def _room(attack: Attack, part: int, weights: dict[int, float]) -> bool:
    """Whether two worlds differ on a combination by one person's answer or more."""
    full = attack.system.table.full
    least = _values(attack, part, weights).min()
    if attack.worlds.ask({part: [Question(weights, least + full)]})[part][0] is not None:
        return True
    negated = {at: -weight for at, weight in weights.items()}
    most = _values(attack, part, weights).max()
    return attack.worlds.ask({part: [Question(negated, full - most)]})[part][0] is not None


def _values(attack: Attack, part: int, weights: dict[int, float]) -> Real:
    worlds = attack.worlds.known[part][:, list(weights)]
    return np.asarray(worlds @ np.array(list(weights.values())))


def _report(attack: Attack, part: int, weights: dict[int, float]) -> None:
    table, piece = attack.system.table, attack.parts[part]
    values = _values(attack, part, weights)
    people = int(piece.sizes(attack.worlds.known[part])[:, list(weights)].sum(axis=1).max())
    room = _spelled(values.min() / table.full, values.max() / table.full)
    added = [at for at, weight in weights.items() if weight > 0]
    taken = [at for at, weight in weights.items() if weight < 0]
    what = f"published rows single out {people} answer{'s' if people > 1 else ''}, fewer than"
    what += f" {table.threshold}"
    if taken:
        _, less = names(attack.atom(part, at) for at in taken)
        what += f", less those of {less}"
    leak = Leak.PERSON if people == 1 else Leak.SUM
    arithmetic = f"{piece.says}: in all worlds the sum is {room} people's answers at the top"
    attack.report(leak, part, [*added, *taken], what, arithmetic)


def _spelled(low: float, high: float) -> str:
    return f"{low:.6g}" if low == high else f"{low:.6g} to {high:.6g}"


def _proposal(
    attack: Attack, part: int, search: Search, known: Sequence[frozenset[int]]
) -> tuple[Outcome, Whole | None]:
    """The smallest combination that every known world leaves too little room, by signs.

    Columns: added (0/1) by bunch, taken off (0/1) by bunch, the lowest and the highest value.
    """
    from scipy.optimize import Bounds, LinearConstraint

    piece, table = attack.parts[part], attack.system.table
    worlds = attack.worlds.known[part]
    sums = search.gathered(worlds[:, : len(piece.atoms)]).astype(np.float64)
    sums = (sums - sums.min(axis=0)) / table.full
    sizes = np.unique(search.gathered(piece.sizes(worlds)), axis=0).astype(np.float64)
    count, rows = len(search.bunches), len(sums)
    one, none = np.ones((rows, 1)), np.zeros((rows, 1))
    flat = np.zeros((1, 2))
    ties = [
        LinearConstraint(np.hstack([sums, -sums, -one, none]), 0, np.inf),
        LinearConstraint(np.hstack([sums, -sums, none, -one]), -np.inf, 0),
        LinearConstraint([[*[0] * (2 * count), -1, 1]], 0, 1 - 0.5 / table.full),
        LinearConstraint(np.hstack([sizes, sizes, np.zeros((len(sizes), 2))]), 0,
                         table.threshold - 1),
        LinearConstraint(np.hstack([np.eye(count), np.eye(count), np.zeros((count, 2))]), 0, 1),
        LinearConstraint(np.hstack([np.ones((1, count)), np.zeros((1, count)), flat]), 1, count),
    ]  # fmt: skip
    for told in known:
        mark = np.zeros(count)
        mark[list(told)] = 1.0
        ties.append(LinearConstraint(np.hstack([mark, mark, [0, 0]])[None, :], 0, len(told) - 1))
    reach = float(np.abs(sums).sum()) + 1.0
    solved = solve(
        np.hstack([sizes[0] + 0.001, sizes[0] + 0.001, [0, 0]]),
        integrality=np.hstack([np.ones(2 * count), [0, 0]]),
        bounds=Bounds(
            np.hstack([np.zeros(2 * count), [-reach] * 2]),
            np.hstack([np.ones(2 * count), [reach] * 2]),
        ),
        constraints=ties,
        options={"time_limit": attack.worlds.seconds, "mip_rel_gap": 0.0},
    )
    if solved.status == 2:
        return Outcome.IMPOSSIBLE, None
    if solved.status != 0 or solved.x is None:
        return Outcome.TIME_OUT, None
    signs = np.rint(solved.x[:count] - solved.x[count : 2 * count]).astype(np.int64)
    return Outcome.OPTIMAL, signs
