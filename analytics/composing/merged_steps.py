"""Merged steps: answers to the items of a scale, counted on neighbouring steps together.

Of a merged step only the count is told. Beside it stands the mean of the scale, which is exact: of
one merged step alone it would say how that divides. So the items of a scale are merged alike, and
further until the mean leaves each merged step room; and a few answers are counted with the
neighbouring step, by secret amounts, so that why steps were merged tells nothing either.
"""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Final

ROOM: Final = 3
"""Steps by which the inside of every merged step may differ, whatever the mean says."""

MOVED: Final = 2
"""Answers that may be counted on the other side of a boundary, either way."""

Counts = Mapping[int, int]
"""Answers by step value."""

Items = Mapping[str, Counts]
"""By item of a scale, the answers of a place."""

Boundary = tuple[tuple[int, ...], int]
"""The steps of items that are merged alike, and one after which two of theirs are kept apart."""


@dataclass(frozen=True)
class MergedStep:
    """Neighbouring steps counted together: the lowest and highest value, and how many answers."""

    low: int
    high: int
    count: int


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
    while room(items, apart, turned, threshold) < ROOM:
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
    items: Items,
    merged: Mapping[str, Sequence[MergedStep]],
    turned: Collection[str],
    threshold: int,
) -> float:
    """Return by how many steps the inside of a merged step may differ at least, given the mean.

    A merged step j holds h_j above its lower end, between 0 and count · (steps - 1); and where
    fewer than ``threshold`` answers lie off one of its ends, which is why steps are merged and
    what a reader who knows that will take for granted, between that end and (threshold - 1) ·
    (steps - 1) from it. The mean gives the sum of all h_j (those of turned items taken off), so
    that one lies within what the others leave. Infinite where nothing is merged.
    """
    known = [
        _held(items[item], step, -1 if item in turned else 1, threshold)
        for item, steps in merged.items()
        for step in steps
        if step.high > step.low and step.count
    ]
    mean = sum(one.sign * one.held for one in known)
    return min((_left(one, known, mean) for one in known), default=inf)


@dataclass(frozen=True)
class _Held:
    """What a merged step holds above its lower end, between what a reader may think."""

    sign: int
    held: int
    low: int
    high: int


def _held(counts: Counts, step: MergedStep, sign: int, threshold: int) -> _Held:
    held = sum(
        count * (value - step.low)
        for value, count in counts.items()
        if step.low <= value <= step.high
    )
    most = step.count * (step.high - step.low)
    few = min((threshold - 1) * (step.high - step.low), most)
    if most - held <= few:
        return _Held(sign, held, most - few, most)
    return _Held(sign, held, 0, few if held <= few else most)


def _left(one: _Held, known: Sequence[_Held], mean: int) -> int:
    """The width of what the mean and the others leave of one."""
    others = [other for other in known if other is not one]
    least = sum(min(other.sign * other.low, other.sign * other.high) for other in others)
    most = sum(max(other.sign * other.low, other.sign * other.high) for other in others)
    ends = sorted((one.sign * (mean - most), one.sign * (mean - least)))
    return min(one.high, ends[1]) - max(one.low, ends[0])


def moved_steps(
    steps: Sequence[MergedStep], threshold: int, draw: Callable[[int], int]
) -> tuple[MergedStep, ...]:
    """Return the merged steps of an item with up to ``MOVED`` answers across each boundary.

    Each amount is as likely among those that leave both sides ``threshold`` answers. ``draw``
    gives secret whole numbers from 0 to one less than its argument. All answers stay counted.
    """
    counts = [step.count for step in steps]
    for at in range(len(counts) - 1):
        down = min(MOVED, max(counts[at + 1] - threshold, 0))
        up = min(MOVED, max(counts[at] - threshold, 0))
        crossed = draw(down + up + 1) - up
        counts[at] += crossed
        counts[at + 1] -= crossed
    return tuple(replace(step, count=count) for step, count in zip(steps, counts, strict=True))


def boundaries(merged: Mapping[str, Sequence[MergedStep]], items: Items) -> frozenset[Boundary]:
    """Return after which steps a place keeps its items' answers apart, the top ends left out."""
    return frozenset(
        (tuple(sorted(items[item])), step.high)
        for item, steps in merged.items()
        for step in steps[:-1]
    )


def merged_at(items: Items, kept: Collection[Boundary]) -> dict[str, tuple[MergedStep, ...]]:
    """Return the answers of a place, apart at these boundaries only."""
    merged = {}
    for item, counts in items.items():
        values = tuple(sorted(counts))
        ends = {high for own, high in kept if own == values} | {values[-1]}
        merged[item] = _until([MergedStep(v, v, counts[v]) for v in values], ends)
    return merged


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
