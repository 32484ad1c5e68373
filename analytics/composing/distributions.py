"""How answers to an item are spread over its steps: whole organisation and departments, merged.

A department has a distribution from 4 k answers on; smaller ones are shown together. Neighbouring
steps are merged until each holds k answers or more (``composing.merged_steps``). Where the
organisation keeps two steps apart, every department that is shown does: those that cannot are
counted in the organisation alone, all together, and are then as safe as one more department.
Items of one-item scales have none: the exact mean would say how a merged step divides. Nor has a
scale of which a team is near an end.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from analytics.composing.merged_steps import (
    ROOM,
    Boundary,
    Items,
    MergedStep,
    boundaries,
    merge_items,
    merged_at,
    moved_steps,
    room,
)
from analytics.composing.tally import Tally
from analytics.disclosure.crossings.noise import Draw, secret_draws
from analytics.disclosure.groups import Block, Grouping, Sizes, TooFewAnswers, regroup
from analytics.release.model import TOTAL, Cell, CellStatus, Distribution
from survey.instruments.model import Scale
from survey.store.protocol import Wave
from survey.vocabulary import Sensitivity

FEWEST: Final = 4
"""A distribution needs this many times the threshold in answers."""

Steps = Mapping[str, tuple[MergedStep, ...]]
"""By item of a scale, the merged steps of a place."""


Draws = Callable[[str, str, Sequence[int]], Draw]
"""The secret draws of a department and an item, with the true counts of its merged steps."""


@dataclass(frozen=True)
class Places:
    """The merged steps of a scale: of the organisation, and of the departments that are shown."""

    whole: Steps
    departments: Mapping[str, Steps]
    rest: Steps
    """Of the departments that are counted in the organisation alone, at its boundaries."""

    @property
    def detail(self) -> int:
        """How many steps all people together see apart, of the organisation and of their own."""
        return sum(
            sum(step.count for step in own) * len(own)
            for place in (self.whole, *self.departments.values())
            for own in place.values()
        )


def distributions(
    wave: Wave, tally: Tally, conditions: Grouping, key: bytes
) -> tuple[Distribution, ...]:
    """Return the merged distributions of the items of every condition scale of two or more.

    ``key`` is the secret of the ends, by which a few answers are moved.
    """
    scales = [
        scale
        for scale in wave.instrument.scales
        if len(scale.items) > 1 and scale.sensitivity is Sensitivity.CONDITIONS
    ]
    items = [place.item for scale in scales for place in scale.items]
    answers = [tally.answers_to_item(item) for item in items]
    sizes: Sizes = {unit.id: tuple(own[unit.id] for own in answers) for unit in wave.units}
    threshold = wave.policy.conditions
    try:
        departments = regroup(conditions, wave.units, sizes, FEWEST * threshold, TOTAL).departments
    except TooFewAnswers:
        return ()
    return tuple(row for scale in scales for row in _of_scale(scale, wave, tally, departments, key))


def at_an_end(cells: Iterable[Cell]) -> frozenset[str]:
    """Return the measures with a team's row at an end, which are to have no distribution.

    A distribution is of true answers, and a department the sum of rows whose ends are swapped:
    the one less the other would tell what the row at the end holds. That it is missing tells
    nothing, as the row's bounds are in sight.
    """
    return frozenset(
        cell.measure
        for cell in cells
        if cell.status is CellStatus.BOUNDED and cell.team != TOTAL and cell.breakdown == TOTAL
    )


def show_places(
    departments: Mapping[str, Items], turned: Collection[str], threshold: int
) -> Places | None:
    """Return how finely a scale is shown of the organisation and of which departments.

    Of the organisation's own boundaries, the one that most people's departments lack is given up
    first; of all these the choice with the most detail. None where nothing can be shown.
    """
    whole = _together(departments.values())
    own = {name: merge_items(items, turned, threshold) for name, items in departments.items()}
    kept = boundaries(merge_items(whole, turned, threshold), whole)
    lacked: Counter[Boundary] = Counter()
    for name, items in departments.items():
        for boundary in kept - boundaries(own[name], items):
            lacked[boundary] += _people(items)
    choices = [_shown(departments, own, turned, threshold, kept)]
    for boundary in sorted(kept, key=lambda one: (-lacked[one], one)):
        kept -= {boundary}
        choices.append(_shown(departments, own, turned, threshold, kept))
    found = [choice for choice in choices if choice is not None]
    return max(found, key=lambda choice: choice.detail, default=None)


def moved_places(places: Places, threshold: int, draws: Draws) -> Places:
    """Return the places with a few answers counted on the neighbouring step, by secret amounts.

    The organisation is the sum of its departments and of the rest, as they are shown.
    """

    def moved(name: str, own: Steps) -> Steps:
        return {
            item: moved_steps(steps, threshold, draws(name, item, [s.count for s in steps]))
            for item, steps in own.items()
        }

    departments = {name: moved(name, own) for name, own in places.departments.items()}
    rest = moved(TOTAL, places.rest)
    parts = [*departments.values(), *([rest] if rest else [])]
    whole = {
        item: tuple(
            replace(step, count=sum(
                part.count
                for own in parts
                for part in own[item]
                if step.low <= part.low and part.high <= step.high
            ))
            for step in steps
        )
        for item, steps in places.whole.items()
    }  # fmt: skip
    return Places(whole, departments, rest)


def _shown(
    departments: Mapping[str, Items],
    own: Mapping[str, Steps],
    turned: Collection[str],
    threshold: int,
    kept: frozenset[Boundary],
) -> Places | None:
    """The organisation at these boundaries, beside the departments that have them all.

    Those that have not are a rest, which must be safe as it is; else the smallest joins it.
    """
    whole = _together(departments.values())
    if room(whole, merged_at(whole, kept), turned, threshold) < ROOM:
        return None
    able = {
        name: steps for name, steps in own.items()
        if steps and kept <= boundaries(steps, departments[name])
    }  # fmt: skip
    steps: Steps = {}
    while len(able) < len(departments):
        rest = _together(items for name, items in departments.items() if name not in able)
        steps = merged_at(rest, kept)
        enough = all(step.count >= threshold for each in steps.values() for step in each)
        if enough and room(rest, steps, turned, threshold) >= ROOM:
            break
        if not able:
            break  # the rest is the organisation, which is safe
        del able[min(able, key=lambda name: (_people(departments[name]), name))]
    return Places(merged_at(whole, kept), able, steps)


def _together(places: Iterable[Items]) -> dict[str, dict[int, int]]:
    """The answers of several places, by item and step."""
    summed: dict[str, dict[int, int]] = {}
    for items in places:
        for item, counts in items.items():
            own = summed.setdefault(item, dict.fromkeys(counts, 0))
            for value, count in counts.items():
                own[value] += count
    return summed


def _people(items: Items) -> int:
    return max(sum(counts.values()) for counts in items.values())


def _of_scale(
    scale: Scale, wave: Wave, tally: Tally, departments: Iterable[Block], key: bytes
) -> Iterator[Distribution]:
    turned = frozenset(place.item for place in scale.items if place.turned)
    counted = {block.department: _counts(scale, wave, tally, block) for block in departments}
    shown = show_places(counted, turned, wave.policy.conditions)
    if shown is None:
        return

    def draws(department: str, item: str, counts: Sequence[int]) -> Draw:
        return secret_draws(key, department, "distribution", item, counts)

    shown = moved_places(shown, wave.policy.conditions, draws)
    for item in (place.item for place in scale.items):
        for department, places in {TOTAL: shown.whole, **shown.departments}.items():
            for step in places[item]:
                yield Distribution(
                    measure=scale.key, item=item, department=department,
                    n=sum(each.count for each in places[item]), low_step=step.low,
                    high_step=step.high, count=step.count, turned=item in turned,
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
