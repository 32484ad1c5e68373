"""Joint answers: what one person can have said to several measures at once."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from analytics.disclosure.audit.between.inequalities import Vectors, axes, inequalities
from analytics.disclosure.audit.between.made_of import START, UNANSWERED, MadeOf

MOST_TOGETHER = 4
"""Measures that are read as one, where all are made of the same answers; others in pairs."""

Class = tuple[bool, ...]
"""People who answered the same of some measures."""


@dataclass(frozen=True)
class Family:
    """Measures that answer for one another.

    Attributes
    ----------
    measures
        Their keys.
    answers
        By class, the joint answers that one of it can give, a row each; 0 where unanswered.
    certain
        Whether nobody can have answered otherwise; else a reader takes it for granted.
    weights
        The faces of the joint answers: sums of the measures that leave less room, with these
        weights, than each measure by itself does.
    """

    measures: tuple[str, ...]
    answers: Mapping[Class, Vectors]
    certain: bool
    weights: Vectors

    @cached_property
    def alone(self) -> Vectors:
        """The directions of each measure by itself, up and down."""
        return axes(len(self.measures))

    @cached_property
    def directions(self) -> Vectors:
        """All directions in which joint answers have an end: the faces first, then each alone."""
        return np.concatenate([self.weights, self.alone])

    @property
    def faces(self) -> slice:
        """Which of the directions are about two measures or more."""
        return slice(0, len(self.weights))

    @cached_property
    def forced(self) -> bool:
        """Whether numbers of answers tell who skipped what: where only one class can have."""
        return sum(not all(answered) for answered in self.answers) <= 1


def certain_families(made: Mapping[str, MadeOf], among: Set[str] | None = None) -> Iterator[Family]:
    """Yield the measures that share items, in pairs, and all that are made of one item.

    Where ``among`` is given, those that one of these measures is in.
    """
    wanted = made.keys() if among is None else among
    for pair in combinations(sorted(made), 2):
        if wanted.isdisjoint(pair):
            continue
        if made[pair[0]].steps.keys() & made[pair[1]].steps.keys():
            yield from related(pair, joint_answers([made[key] for key in pair]), certain=True)
    of_one: dict[str, list[str]] = {}
    for key, own in sorted(made.items()):
        if len(own.steps) == 1:
            of_one.setdefault(next(iter(own.steps)), []).append(key)
    for keys in of_one.values():
        if 2 < len(keys) <= MOST_TOGETHER and not wanted.isdisjoint(keys):
            answers = joint_answers([made[key] for key in keys])
            yield from related(tuple(keys), answers, certain=True)


def assumed_families(implied: Mapping[str, Sequence[str]]) -> Iterator[Family]:
    """Yield each yes/no with one that it implies, at once or through others."""
    open_or = (UNANSWERED, 0, 1)
    said = [(one, other) for one in open_or for other in open_or if (one, other) != (1, 0)]
    for key in sorted(implied):
        reached, waiting = dict.fromkeys(implied[key]), list(implied[key])
        while waiting:
            further = [one for one in implied.get(waiting.pop(), ()) if one not in reached]
            reached |= dict.fromkeys(further)
            waiting += further
        for other in sorted(reached):
            yield from related((key, other), said, certain=False)


def joint_answers(made: Sequence[MadeOf]) -> list[tuple[int, ...]]:
    """Return every set of values that one person's answers can come to, skipped ones too."""
    steps = {item: own for each in made for item, own in each.steps.items()}
    states = {tuple(START for _ in made)}
    for item, values in steps.items():
        states = {
            tuple(each.after(own, item, answer) for each, own in zip(made, state, strict=True))
            for state in states
            for answer in (UNANSWERED, *values)
        }
    return sorted(
        {tuple(each.value(own) for each, own in zip(made, state, strict=True)) for state in states}
    )


def related(
    measures: tuple[str, ...], said: Sequence[tuple[int, ...]], *, certain: bool
) -> Iterator[Family]:
    """Yield the family of some measures, if one of them does say something of another."""
    answers: dict[Class, list[tuple[int, ...]]] = {}
    for values in said:
        answered = tuple(value != UNANSWERED for value in values)
        if any(answered):
            answers.setdefault(answered, []).append(tuple(max(value, 0) for value in values))
    everything = tuple(True for _ in measures)
    found = inequalities(answers.get(everything, []), len(measures))
    if len(found):
        arrays = {answered: np.array(own, np.int64) for answered, own in answers.items()}
        yield Family(measures, arrays, certain, found)
