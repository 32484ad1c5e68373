"""Colleagues: somebody who knows his own answer, and what he concludes of everybody else.

Yes/no questions on health only. For each person with each answer that he may have given, and each
group: there must be a world in which one of the others said yes, and one in which one said no.
"""

from typing import NamedTuple

import numpy as np

from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.prover.attack import Attack
from analytics.disclosure.audit.prover.exchanges import Exchange, Exchanges, Flags
from analytics.disclosure.audit.prover.neighbours import NO, YES, answered, exchanges_for
from analytics.disclosure.audit.prover.world_steps import step_about
from analytics.disclosure.audit.prover.worlds import SEED, Question
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import Whole

STEPS_TRIED = 100
"""Worlds of a step_about that are looked at: the next view is then better asked than looked for."""

SEVERAL = 12
"""Views of different atoms that one world is asked to answer together."""

ASKED_AT_ONCE = 4
"""Views asked of the solver before its worlds are looked at for more."""


class View(NamedTuple):
    """A colleague in ``own`` who answered ``said`` looks at ``other``: is one of them ``want``?"""

    said: int
    want: int
    own: int
    other: int


def attack_as_colleague(attack: Attack) -> None:
    """Report the groups of which a colleague learns what everybody else answered."""
    if not attack.system.table.colleague:
        return
    for part in attack.sound():
        _attack_part(attack, part)


def _attack_part(attack: Attack, part: int) -> None:
    piece = attack.parts[part]
    still_open = _views(attack, part)
    if part in attack.answered:
        still_open &= ~attack.answered[part]
    exchanges = Exchanges(piece, 1)
    _close(attack, part, exchanges, attack.worlds.known[part], still_open)
    if still_open.any():
        steps = step_about(piece, attack.worlds.known[part])[:STEPS_TRIED]
        _close(attack, part, exchanges, steps, still_open)
    looked = _look_for_several(attack, part, exchanges, still_open)
    while still_open.any():
        views = [View(*view) for view in np.argwhere(still_open)[:ASKED_AT_ONCE].tolist()]
        questions = [_question(attack, part, view) for view in views]
        answers = attack.worlds.ask({part: questions})[part]
        if part in attack.worlds.trouble:
            return
        for view, answer in zip(views, answers, strict=True):
            still_open[view] = False
            if answer is None:
                if frozenset([view.other]) not in attack.settled.get(part, set()):
                    _report(attack, part, view)
                still_open[:, :, :, view.other] = False
        _close(attack, part, exchanges, attack.worlds.known[part][looked:], still_open)
        looked = len(attack.worlds.known[part])


def _look_for_several(attack: Attack, part: int, exchanges: Exchanges, still_open: Flags) -> int:
    """Close views by worlds that answer several at once; return how many worlds are looked at.

    As long as one such world closes more views than it was made for.
    """
    worlds = attack.worlds
    looked, before = len(worlds.known[part]), int(still_open.sum())
    while before > ASKED_AT_ONCE:
        worlds.look(part, _several(attack.parts[part], still_open))
        _close(attack, part, exchanges, worlds.known[part][looked:], still_open)
        looked, now = len(worlds.known[part]), int(still_open.sum())
        if before - now < ASKED_AT_ONCE:
            break
        before = now
    return looked


def _several(piece: Part, still_open: Flags) -> dict[int, float]:
    """Weights by column that point to the answers which some open views of other atoms want."""
    answers: dict[int, int] = {}
    order = np.random.default_rng(SEED).permutation(np.argwhere(still_open))
    for said, want, own, other in order.tolist():
        if own not in answers and other not in answers and (own != other or said == want):
            answers[own], answers[other] = said, want
            if len(answers) >= 2 * SEVERAL:
                break
    weights = {at: 1.0 if answer == YES else -1.0 for at, answer in answers.items()}
    open_sizes = (int(piece.size_at[at]) for at, answer in answers.items() if answer == NO)
    return weights | {column: 1.0 for column in open_sizes if column >= 0}


def _views(attack: Attack, part: int) -> Flags:
    """The views of colleagues who may exist on groups with anybody else in them.

    Whoever said no in a group of open size is not asked: the size may be what he knows.
    """
    piece, worlds = attack.parts[part], attack.worlds.known[part]
    count = len(piece.atoms)
    sums, sizes = worlds[:, :count], piece.sizes(worlds)
    views: Flags = np.zeros((2, 2, count, count), dtype=np.bool_)
    may_say_yes = np.asarray((sums >= 1).any(axis=0))
    may_say_no = np.asarray((sums < sizes).any(axis=0)) & (piece.size_at < 0)
    views[YES], views[NO] = may_say_yes[:, None], may_say_no[:, None]
    ranges = attack.system.sizes.ranges
    views[..., [at for at in range(count) if ranges[piece.atoms[at]].high == 0]] = False
    alone = np.flatnonzero(sizes.max(axis=0, initial=0) <= 1)
    views[..., alone, alone] = False
    return views


def _close(
    attack: Attack, part: int, exchanges: Exchanges, worlds: Whole, still_open: Flags
) -> None:
    """Close the views that some worlds, or worlds one exchange away, answer with yes.

    Those worlds, and exchanges that answer the views, are kept where they are to be shown.
    """
    for world in worlds:
        if not still_open.any():
            return
        sums = world[: len(exchanges.part.atoms)]
        sizes = exchanges.part.sizes(world[None, :])[0]
        possible = exchanges.possible(world)
        closed = still_open & answered(sums, sizes, possible)
        if not closed.any():
            continue
        still_open &= ~closed
        if not attack.exhibited:
            continue
        at = attack.worlds.keep(part, world)
        attack.worlds.exchanges[part] += [
            Exchange(at, *pair) for pair in exchanges_for(sums, sizes, possible, closed)
        ]


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
