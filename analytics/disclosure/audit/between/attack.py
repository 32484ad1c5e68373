"""The attack: which answers the figures of a row, read together, leave to each of its people.

Who skipped one question and answered another is known to whoever is in the row; where numbers of
answers do not tell, the fewest are taken to have skipped. So a row's people are in a few classes,
by what they answered, and what the classes said adds up to the published sums: weighted, to no
more than the faces of their joint answers allow. One person's answer v takes from the room of a
face what v stays below it; where the room is less, nobody of the class said v. Where a face has no
room at all, everybody's answers lie on it: how many said what is known, up to who.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from analytics.disclosure.audit.between.inequalities import Vectors
from analytics.disclosure.audit.between.joint_answers import Class, Family
from analytics.disclosure.audit.over_time.trees import Known

Flags = NDArray[np.bool_]


class Between(StrEnum):
    """What follows from several measures of a row together, as the code of a finding."""

    PERSON = "AUDIT-BETWEEN-PERSON"
    """What somebody answered to one of them."""
    EDGE = "AUDIT-BETWEEN-EDGE"
    """That all answers lie at the edge of what can be answered: how many said what is known."""
    COLLEAGUE = "AUDIT-BETWEEN-COLLEAGUE"
    """That nobody else did, to a colleague whose own answers lie off that edge."""
    CONTRADICTION = "AUDIT-BETWEEN-CONTRADICTION"
    """No answers agree with all of them."""


@dataclass(frozen=True)
class Shown:
    """Rows of a family's measures: a line a row, a column a measure.

    Attributes
    ----------
    rows
        The rows as known.
    n, low, high
        Answers, and between which sums they lie.
    """

    rows: Sequence[tuple[Known, ...]]
    n: Vectors
    low: Vectors
    high: Vectors


def shown(rows: Sequence[tuple[Known, ...]], count: int) -> Shown:
    """Return rows of several measures as columns."""
    numbers = [[(each.n, each.sums.low, each.sums.high) for each in row] for row in rows]
    array = np.array(numbers, np.int64).reshape(len(rows), count, 3)
    return Shown(rows, array[..., 0], array[..., 1], array[..., 2])


def attack(
    family: Family, together: Shown, *, colleague: bool
) -> Iterator[tuple[tuple[Known, ...], Between]]:
    """Yield the rows of which something follows, with what.

    Everybody's answer to each measure must stay open. Where the instrument leaves no other joint
    answers, there must also be room at every face; ``colleague`` asks that there is even for
    somebody who takes his own answers off. Where a reader only takes it for granted that one
    implies the other, a face without room is no finding: the form lets people answer otherwise.
    """
    counts, fits = _classes(family, together.n)
    joint = _room(family.directions, _support(family), together, counts)
    alone = _room(family.alone, _support_alone(family), together, counts)
    suspicious = fits & (joint < _widest(family, counts, colleague)).any(axis=1)
    for at in np.flatnonzero(suspicious & (alone >= 0).all(axis=1)).tolist():
        found = _of_row(family, counts_of(family, counts[at]), joint[at], alone[at], colleague)
        if found is not None:
            yield together.rows[at], found


def counts_of(family: Family, counts: Vectors) -> dict[Class, int]:
    """Return how many of a row's people are in each class, of those that have any."""
    own = zip(family.answers, counts.tolist(), strict=True)
    return {answered: count for answered, count in own if count}


def _classes(family: Family, n: Vectors) -> tuple[Vectors, Flags]:
    """By row, how many are in each class, if as few as can be skipped one and not the other.

    Also whether there are such classes at all.
    """
    counts = np.zeros((len(n), len(family.answers)), np.int64)
    order = np.argsort(n, axis=1, kind="stable")
    sizes = np.take_along_axis(n, order, axis=1)
    fits = np.ones(len(n), np.bool_)
    for rank in range(n.shape[1]):
        more = sizes[:, rank] - (sizes[:, rank - 1] if rank else 0)
        answered = np.ones_like(n, dtype=np.bool_)
        for before in range(rank):
            np.put_along_axis(answered, order[:, [before]], False, axis=1)
        there = np.zeros(len(n), np.bool_)
        for place, own in enumerate(family.answers):
            here = (answered == np.array(own)).all(axis=1)
            counts[:, place] += np.where(here, more, 0)
            there |= here
        fits &= there | (more == 0)
    return counts, fits


def _support(family: Family) -> Vectors:
    """By class and direction, the most that one person of the class can come to."""
    return np.array([(own @ family.directions.T).max(axis=0) for own in family.answers.values()])


def _support_alone(family: Family) -> Vectors:
    """The same of each measure for itself, for whoever knows no other."""
    there = np.array([[*answered, *answered] for answered in family.answers])
    return np.where(there, _ends_alone(family), 0)


def _ends_alone(family: Family) -> Vectors:
    """By direction, the most that anybody can come to in a measure by itself."""
    ends: Vectors = np.concatenate(list(family.answers.values())) @ family.alone.T
    most: Vectors = ends.max(axis=0)
    return most


def _room(directions: Vectors, support: Vectors, together: Shown, counts: Vectors) -> Vectors:
    """By row and direction, by how much the sums may stay below what the classes can come to."""
    up, down = np.maximum(directions, 0), np.minimum(directions, 0)
    least = together.low @ up.T + together.high @ down.T
    room: Vectors = counts @ support - least
    return room


def _widest(family: Family, counts: Vectors, colleague: bool) -> Vectors:
    """By row and direction, the most that one person's (or two people's) answers take of room."""
    taken = np.array([np.ptp(own @ family.directions.T, axis=0) for own in family.answers.values()])
    people = 2 if colleague else 1
    widest: Vectors = (people * taken * (counts > 0)[:, :, None]).max(axis=1)
    return widest


def _of_row(
    family: Family, counts: Mapping[Class, int], joint: Vectors, alone: Vectors, colleague: bool
) -> Between | None:
    """What follows of one row, the worst of it."""
    if (joint < 0).any():
        return Between.CONTRADICTION if family.certain and family.forced else None
    found = set[Between]()
    for answered, people in counts.items():
        own = family.answers[answered]
        by_face, by_itself = _taken(own, family.directions), _taken_alone(family, answered)
        ruled_out = _leaves(by_itself, alone) & ~_leaves(by_face, joint)
        if _settled(own, _leaves(by_face, joint), by_itself <= alone):
            found.add(Between.PERSON)
        if family.certain and ruled_out.any() and (joint[family.faces] == 0).any():
            found.add(Between.EDGE)
        if family.certain and colleague and people > 1:
            twice = _leaves(2 * by_itself, alone) & ~_leaves(2 * by_face, joint)
            found |= {Between.COLLEAGUE} if twice.any() else set()
    return next((code for code in Between if code in found), None)


def _taken(answers: Vectors, directions: Vectors) -> Vectors:
    """By joint answer and direction, what it stays below the most that its class can come to."""
    reached = answers @ directions.T
    taken: Vectors = reached.max(axis=0) - reached
    return taken


def _taken_alone(family: Family, answered: Class) -> Vectors:
    """The same in each measure by itself, of those that the class answered."""
    there = np.array([*answered, *answered])
    return np.where(there, _ends_alone(family) - family.answers[answered] @ family.alone.T, 0)


def _leaves(taken: Vectors, room: Vectors) -> Flags:
    """By joint answer, whether every direction has room for it."""
    return np.asarray((taken <= room).all(axis=1))


def _settled(answers: Vectors, left: Flags, alone: Flags) -> bool:
    """Whether some measure's answer is settled that the measure by itself leaves open.

    ``alone`` says by joint answer and direction whether a measure by itself has room for it.
    """
    if not left.any():
        return False
    measures = answers.shape[1]
    for at in range(measures):
        by_itself = answers[alone[:, at] & alone[:, measures + at], at]
        if np.ptp(answers[left, at]) == 0 and np.ptp(by_itself) > 0:
            return True
    return False
