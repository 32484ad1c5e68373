"""How answers to an item are spread over its steps: whole organisation and departments, merged.

A department has a distribution from 4 k answers on; smaller ones are shown together. Neighbouring
steps are merged until each holds k answers or more, and the organisation keeps two steps apart
only where every department does: else its numbers less theirs would single out a few. Items of
one-item scales have none: the scale's exact mean would say how a merged step divides.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analytics.disclosure.groups import Block, Grouping, Sizes, TooFewAnswers, regroup
from analytics.release.model import TOTAL, Distribution
from analytics.tally import Tally
from survey.instruments.model import Scale
from survey.store.protocol import Wave
from survey.vocabulary import Sensitivity

FEWEST: Final = 4
"""A distribution needs this many times the threshold in answers."""

Counts = Mapping[int, int]
"""Answers by step value."""


@dataclass(frozen=True)
class MergedStep:
    """Neighbouring steps counted together: the lowest and highest value, and how many answers."""

    low: int
    high: int
    count: int


def distributions(wave: Wave, tally: Tally, conditions: Grouping) -> tuple[Distribution, ...]:
    """Return the merged distributions of the items of every condition scale of two or more."""
    scales = [
        scale
        for scale in wave.instrument.scales
        if len(scale.items) > 1 and scale.sensitivity is Sensitivity.CONDITIONS
    ]
    items = [place.item for scale in scales for place in scale.items]
    answers = [_answers_by_unit(tally.item_steps.get(item, {})) for item in items]
    sizes: Sizes = {unit.id: tuple(own[unit.id] for own in answers) for unit in wave.units}
    threshold = wave.policy.conditions
    try:
        departments = regroup(conditions, wave.units, sizes, FEWEST * threshold, TOTAL).departments
    except TooFewAnswers:
        return ()
    return tuple(
        row
        for scale in scales
        for place in scale.items
        for row in _of_item(scale, place.item, wave, tally, departments)
    )


def merge_steps(counts: Counts, threshold: int) -> tuple[MergedStep, ...]:
    """Merge neighbouring steps from the lowest up until each holds ``threshold`` answers.

    What is left over at the top joins the last finished step. Empty where all answers together
    do not reach the threshold.
    """
    finished: list[MergedStep] = []
    waiting: MergedStep | None = None
    for value in sorted(counts):
        low = waiting.low if waiting else value
        waiting = MergedStep(low, value, counts[value] + (waiting.count if waiting else 0))
        if waiting.count >= threshold:
            finished.append(waiting)
            waiting = None
    if waiting and finished:
        last = finished.pop()
        finished.append(MergedStep(last.low, waiting.high, last.count + waiting.count))
    return tuple(finished)


def merge_alike(parts: Sequence[Sequence[MergedStep]]) -> tuple[MergedStep, ...]:
    """Return the sum of several distributions, apart only where every one of them is."""
    bounds = set.intersection(*({step.high for step in part} for part in parts))
    merged, low = [], min(step.low for part in parts for step in part)
    for high in sorted(bounds):
        count = sum(s.count for part in parts for s in part if low <= s.low and s.high <= high)
        merged.append(MergedStep(low, high, count))
        low = high + 1
    return tuple(merged)


def _of_item(
    scale: Scale, item: str, wave: Wave, tally: Tally, departments: Sequence[Block]
) -> list[Distribution]:
    by_unit = tally.item_steps[item]
    values = wave.instrument.options_of(item).values
    steps = {
        block.department: merge_steps(
            {v: sum(by_unit.get((unit, v), 0) for unit in block.units) for v in values},
            wave.policy.conditions,
        )
        for block in departments
    }
    whole = {TOTAL: merge_alike(list(steps.values()))}
    return [
        Distribution(
            measure=scale.key, item=item, department=department,
            n=sum(step.count for step in merged),
            low_step=step.low, high_step=step.high, count=step.count,
        )
        for department, merged in (whole | steps).items()
        for step in merged
    ]  # fmt: skip


def _answers_by_unit(steps: Mapping[tuple[int, int], int]) -> Counter[int]:
    answers: Counter[int] = Counter()
    for (unit, _), count in steps.items():
        answers[unit] += count
    return answers
