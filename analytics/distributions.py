"""How answers to an item are spread over its steps: whole organisation and departments, merged.

A department has a distribution from 4 k answers on; smaller ones are shown together. Neighbouring
steps are merged until each holds k answers or more, and the organisation keeps two steps apart
only where every department does: else its numbers less theirs would single out a few.

Beside them stands the mean of the scale, which is exact: of one merged step alone it would say
how that divides. So the items of a scale are merged alike, and further until the mean leaves each
merged step room; items of one-item scales have no distribution.
"""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from analytics.disclosure.groups import Block, Grouping, Sizes, TooFewAnswers, regroup
from analytics.release.model import TOTAL, Distribution
from analytics.tally import Tally
from survey.instruments.model import Scale
from survey.store.protocol import Wave
from survey.vocabulary import Sensitivity

FEWEST: Final = 4
"""A distribution needs this many times the threshold in answers."""

ROOM: Final = 3
"""Steps by which the inside of every merged step may differ, whatever the mean says."""

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
    return tuple(row for scale in scales for row in _of_scale(scale, wave, tally, departments))


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


def merge_items(
    items: Mapping[str, Counts], turned: Collection[str], threshold: int
) -> dict[str, tuple[MergedStep, ...]]:
    """Return the merged steps of a scale's items in one place, safe beside the scale's mean.

    Items with the same steps are merged alike. While the mean leaves a merged step less room
    than ``ROOM``, the smallest step of all joins its neighbour, in every item that has both.
    """
    merged = {item: merge_steps(counts, threshold) for item, counts in items.items()}
    if not all(merged.values()):
        return {}
    apart = _apart(items, merged)
    while room(items, apart, turned) < ROOM:
        smallest = min(
            (step for steps in apart.values() for step in steps if len(steps) > 1),
            key=lambda step: (step.count, step.low),
            default=None,
        )
        if smallest is None:
            return {}
        apart = {item: _without(steps, smallest) for item, steps in apart.items()}
    return apart


def room(
    items: Mapping[str, Counts],
    merged: Mapping[str, Sequence[MergedStep]],
    turned: Collection[str],
) -> float:
    """Return by how many steps the inside of a merged step may differ at least, given the mean.

    The mean gives the sum c of what each merged step j holds above its lower end, between 0 and
    R_j; so that of one lies between c - (R - R_j) and c. Infinite where nothing is merged.
    """
    reach, inside = [], 0
    for item, steps in merged.items():
        for step in steps:
            reach.append(step.count * (step.high - step.low))
            inside += sum(
                count * (step.high - value if item in turned else value - step.low)
                for value, count in items[item].items()
                if step.low <= value <= step.high
            )
    return min(
        (min(own, inside) - max(0, inside - (sum(reach) - own)) for own in reach if own),
        default=inf,
    )


def _apart(
    items: Mapping[str, Counts], merged: Mapping[str, tuple[MergedStep, ...]]
) -> dict[str, tuple[MergedStep, ...]]:
    """Items with the same steps keep two apart only where all of them do."""
    bounds: dict[tuple[int, ...], set[int]] = {}
    for item, steps in merged.items():
        same = bounds.setdefault(tuple(sorted(items[item])), {step.high for step in steps})
        same &= {step.high for step in steps}
    return {
        item: _until(steps, bounds[tuple(sorted(items[item]))]) for item, steps in merged.items()
    }


def _without(steps: tuple[MergedStep, ...], smallest: MergedStep) -> tuple[MergedStep, ...]:
    """Join the steps at the lower end of the smallest, or at its upper end if it is the first."""
    ends = [step.high for step in steps]
    lower = [end for end in ends if end < smallest.low]
    gone = lower[-1] if lower else smallest.high
    return _until(steps, {end for end in ends if end != gone} | {ends[-1]})


def _until(steps: Iterable[MergedStep], bounds: Container[int]) -> tuple[MergedStep, ...]:
    """The same answers, apart at these upper ends only."""
    merged: list[MergedStep] = []
    low, count = None, 0
    for step in steps:
        low = step.low if low is None else low
        count += step.count
        if step.high in bounds:
            merged.append(MergedStep(low, step.high, count))
            low, count = None, 0
    return tuple(merged)


def _of_scale(
    scale: Scale, wave: Wave, tally: Tally, departments: Sequence[Block]
) -> Iterator[Distribution]:
    turned = frozenset(place.item for place in scale.items if place.turned)
    own = {
        block.department: merge_items(
            _counts(scale, wave, tally, block), turned, wave.policy.conditions
        )
        for block in departments
    }
    if not all(own.values()):
        return
    for item in (place.item for place in scale.items):
        whole = merge_alike([merged[item] for merged in own.values()])
        places = {TOTAL: whole, **{name: merged[item] for name, merged in own.items()}}
        for department, steps in places.items():
            for step in steps:
                yield Distribution(
                    measure=scale.key, item=item, department=department,
                    n=sum(each.count for each in steps), low_step=step.low, high_step=step.high,
                    count=step.count, turned=item in turned,
                )  # fmt: skip


def _counts(scale: Scale, wave: Wave, tally: Tally, block: Block) -> dict[str, dict[int, int]]:
    """By item of a scale, the answers of a block by step."""
    return {
        place.item: {
            value: sum(
                tally.item_steps.get(place.item, {}).get((unit, value), 0) for unit in block.units
            )
            for value in wave.instrument.options_of(place.item).values
        }
        for place in scale.items
    }


def _answers_by_unit(steps: Mapping[tuple[int, int], int]) -> Counter[int]:
    answers: Counter[int] = Counter()
    for (unit, _), count in steps.items():
        answers[unit] += count
    return answers
