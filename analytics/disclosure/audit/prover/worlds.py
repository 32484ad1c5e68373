"""Worlds: answers that would have produced exactly what is published, found and kept.

A dozen seeded random directions prove most groups safe at once; what they leave open is asked one
by one, the questions of independent parts together: the optimum of a sum over independent parts
is the optimum of each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from analytics.disclosure.audit.prover.construction.nested import nested_worlds
from analytics.disclosure.audit.prover.exchanges import Exchange
from analytics.disclosure.audit.prover.solver import Outcome, corner, largest
from analytics.disclosure.audit.reading.parts import Batch, Part, batches_of
from analytics.disclosure.audit.reading.problem import Real, Whole

SEED: Final = 20261122
DIRECTIONS: Final = 12
MANY: Final = 30
"""Open questions beyond which they are looked for several at a time before they are asked."""

SEVERAL: Final = 12
"""Open questions that one look is meant to answer together."""

WHOLE: Final = 1e-6
"""How far a corner may be from whole numbers to be taken for them, before it is counted."""


@dataclass(frozen=True)
class Question:
    """Is there a world in which a weighted sum reaches a goal?

    ``weights`` and the stand-in ends ``low`` and ``high`` are by place among the part's columns.
    """

    weights: Mapping[int, float]
    goal: float
    low: Mapping[int, int] = field(default_factory=dict)
    high: Mapping[int, int] = field(default_factory=dict)

    def first(self, worlds: Whole) -> int | None:
        """Return the first of some worlds that answers it with yes, or None."""
        if not len(worlds):
            return None
        places = list(self.weights)
        reached = worlds[:, places] @ np.array([self.weights[at] for at in places]) >= self.goal
        for at, least in self.low.items():
            reached &= worlds[:, at] >= least
        for at, most in self.high.items():
            reached &= worlds[:, at] <= most
        found = np.flatnonzero(reached)
        return int(found[0]) if len(found) else None


class Worlds:
    """The worlds found of each part of a system, and the means to find more."""

    def __init__(self, parts: Sequence[Part], seconds: float) -> None:
        self.parts = parts
        self.seconds = seconds
        self._batches: tuple[list[int], list[Batch]] = ([], [])
        self.known = [np.zeros((0, part.problem.columns), dtype=np.int64) for part in parts]
        self.exchanges: list[list[Exchange]] = [[] for _ in parts]
        """By part, exchanges from its worlds that the verdict rests on."""
        self.trouble: dict[int, Outcome] = {}
        """Parts without any world, or not settled in time."""
        self.solved = 0
        """How often the solver was asked."""

    def explore(self, full: int) -> None:
        """Find worlds of every part: without search where its rows are nested.

        Elsewhere look straight up and down, then in seeded random directions, a dozen in all. The
        random ones take the corners of the relaxed system that happen to be whole, which nearly
        all are; they prove nothing else. ``full`` is one person's answer.
        """
        left = []
        for at, part in enumerate(self.parts):
            made = nested_worlds(part, full)
            if made is None:
                left.append(at)
            else:
                self.known[at] = made
        draw = np.random.default_rng(SEED)
        for batch in self._batches_with(left):
            scale = 1.0 / np.maximum(batch.problem.high - batch.problem.low, 1)
            self._look(batch, scale)
            self._look(batch, -scale)
            for _ in range(DIRECTIONS // 2 - 1):
                ahead = draw.uniform(-1.0, 1.0, batch.problem.columns) * scale
                self._glance(batch, ahead)
                self._glance(batch, -ahead)

    def ask(self, questions: Mapping[int, Sequence[Question]]) -> dict[int, list[int | None]]:
        """Return, by part, the world that answers each question with yes, or None for a no.

        A question that was not settled in time lands its part in ``trouble``.
        """
        answers = self._answers(questions)
        batches = self._batches_with([at for at in questions if None in answers[at]])
        if not batches:
            return answers
        for batch in batches:
            self._sweep(batch, questions)
        answers = self._answers(questions)
        waiting = {
            at: [place for place, answer in enumerate(answers[at]) if answer is None]
            for at in questions
        }
        for batch in batches:
            inside = [at for at in batch.parts if waiting.get(at)]
            while inside:
                turn = {at: waiting[at].pop(0) for at in inside}
                pending = {
                    at: questions[at][place]
                    for at, place in turn.items()
                    if questions[at][place].first(self.known[at]) is None
                }
                self._settle(batch, pending)
                for at, place in turn.items():
                    answers[at][place] = questions[at][place].first(self.known[at])
                inside = [at for at in inside if waiting[at]]
        return answers

    def _answers(self, questions: Mapping[int, Sequence[Question]]) -> dict[int, list[int | None]]:
        """By part, the known world that answers each question, or None."""
        return {
            at: [question.first(self.known[at]) for question in asked]
            for at, asked in questions.items()
        }

    def _batches_with(self, asked: Sequence[int]) -> list[Batch]:
        """The parts that the solver is asked about, in batches; the last ones are kept."""
        if self._batches[0] != list(asked):
            self._batches = (list(asked), batches_of(self.parts, asked))
        return self._batches[1]

    def look(self, at: int, weights: Mapping[int, float]) -> None:
        """Add a world of a part in which a weighted sum is largest, if one is found in time."""
        ahead = np.zeros(self.parts[at].problem.columns)
        ahead[list(weights)] = list(weights.values())
        self.solved += 1
        _, world = largest(self.parts[at].problem, ahead, self.seconds)
        if world is not None:
            self.keep(at, world)

    def _sweep(self, batch: Batch, questions: Mapping[int, Sequence[Question]]) -> None:
        """Look where several open questions point, as long as one look answers more than one."""
        draw = np.random.default_rng(SEED)
        waiting = self._open(batch, questions)
        while len(waiting) > MANY and not any(at in self.trouble for at in batch.parts):
            weights = np.zeros(batch.problem.columns)
            for at in draw.permutation(len(waiting))[:SEVERAL]:
                start, question = waiting[at]
                for place, weight in question.weights.items():
                    weights[start + place] += np.sign(weight)
            outcome, world = self._solve(batch, weights, batch.problem.low, batch.problem.high)
            if outcome is not Outcome.OPTIMAL or world is None:
                return
            self._keep(batch, world, batch.parts)
            before, waiting = len(waiting), self._open(batch, questions)
            if before - len(waiting) <= 1:
                return

    def _open(
        self, batch: Batch, questions: Mapping[int, Sequence[Question]]
    ) -> list[tuple[int, Question]]:
        """Questions of a batch that no known world answers, with where their part starts."""
        return [
            (span.start, question)
            for at, span in zip(batch.parts, batch.spans, strict=True)
            for question in questions.get(at, ())
            if question.first(self.known[at]) is None
        ]

    def _settle(self, batch: Batch, pending: Mapping[int, Question]) -> None:
        """Optimise one question of each part, all at once; part by part where that fails."""
        if not pending:
            return
        weights = np.zeros(batch.problem.columns)
        low, high = batch.problem.low.copy(), batch.problem.high.copy()
        for at, span in zip(batch.parts, batch.spans, strict=True):
            if at in pending:
                _enter(pending[at], span.start, weights, low, high)
        outcome, world = self._solve(batch, weights, low, high)
        if outcome is Outcome.OPTIMAL and world is not None:
            self._keep(batch, world, pending)
            return
        for at, question in pending.items():
            self._settle_alone(at, question)

    def _settle_alone(self, at: int, question: Question) -> None:
        problem = self.parts[at].problem
        weights = np.zeros(problem.columns)
        low, high = problem.low.copy(), problem.high.copy()
        _enter(question, 0, weights, low, high)
        self.solved += 1
        outcome, world = largest(problem, weights, self.seconds, low, high)
        if world is not None:
            self.keep(at, world)
        elif outcome is Outcome.TIME_OUT:
            self.trouble[at] = outcome

    def _look(self, batch: Batch, weights: Real) -> None:
        outcome, world = self._solve(batch, weights, batch.problem.low, batch.problem.high)
        if outcome is Outcome.OPTIMAL and world is not None:
            self._keep(batch, world, batch.parts)
            return
        for at, span in zip(batch.parts, batch.spans, strict=True):
            if at in self.trouble:
                continue
            problem = self.parts[at].problem
            self.solved += 1
            alone, own = largest(problem, weights[span], self.seconds)
            if own is None:
                self.trouble[at] = alone
            else:
                self.keep(at, own)

    def _glance(self, batch: Batch, weights: Real) -> None:
        self.solved += 1
        point = corner(batch.problem, weights, self.seconds)
        if point is None:
            return
        whole = np.rint(point).astype(np.int64)
        for at, span in zip(batch.parts, batch.spans, strict=True):
            close = np.all(np.abs(point[span] - whole[span]) < WHOLE)
            if at not in self.trouble and close and self.parts[at].problem.agrees(whole[span]):
                self.keep(at, whole[span])

    def _solve(
        self, batch: Batch, weights: Real, low: Whole, high: Whole
    ) -> tuple[Outcome, Whole | None]:
        if any(at in self.trouble for at in batch.parts):
            return Outcome.IMPOSSIBLE, None
        self.solved += 1
        return largest(batch.problem, weights, self.seconds, low, high)

    def _keep(
        self, batch: Batch, world: Whole, chosen: Mapping[int, object] | Sequence[int]
    ) -> None:
        for at, span in zip(batch.parts, batch.spans, strict=True):
            if at in chosen:
                self.keep(at, world[span])

    def keep(self, at: int, world: Whole) -> int:
        """Add a world to those of a part, unless it is there; return its number."""
        there = np.flatnonzero(np.all(self.known[at] == world, axis=1))
        if len(there):
            return int(there[0])
        self.known[at] = np.vstack([self.known[at], world])
        return len(self.known[at]) - 1


def _enter(question: Question, start: int, weights: Real, low: Whole, high: Whole) -> None:
    for at, weight in question.weights.items():
        weights[start + at] += weight
    for at, least in question.low.items():
        low[start + at] = max(low[start + at], least)
    for at, most in question.high.items():
        high[start + at] = min(high[start + at], most)
