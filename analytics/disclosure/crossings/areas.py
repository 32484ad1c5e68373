"""Areas: in which departments a breakdown is shown by itself, and which are shown together.

Breakdowns are offered to the gate one after the other, each with all earlier ones. A department
that fails is shown together with another, first one that fails as well, the smallest before all.
The areas of a later breakdown are made of those of the earlier ones, so that each can be judged
by itself: nobody outside it shares a total with those inside.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from analytics.disclosure.crossings.categories import Category, Step, pool_categories
from analytics.disclosure.crossings.gate import Decision, gate
from analytics.disclosure.crossings.headcounts import added
from analytics.disclosure.groups import Grouping
from survey.errors import BearingError

MOST_BREAKDOWNS: Final = 4

Answered = Mapping[tuple[int, tuple[Step, ...]], tuple[int, ...]]
"""By unit id and answer to each breakdown in turn: the answers to each measure in turn."""

Area = tuple[str, ...]
"""The department groups that are shown together, by name."""


class TooManyBreakdowns(BearingError):
    """More breakdowns than the rules promise for."""

    code: ClassVar[str] = "BREAKDOWNS-TOO-MANY"


@dataclass(frozen=True)
class Crossing:
    """How one breakdown is shown.

    Attributes
    ----------
    position
        Which of the breakdowns it is, counted from 0.
    categories
        Who is shown together, in the order of the steps.
    areas
        The departments, alone or together, that are divided by it. One area holds everybody
        where it can only be shown for the whole organisation.
    """

    position: int
    categories: tuple[Category, ...]
    areas: tuple[Area, ...]


def cross(
    grouping: Grouping,
    answered: Answered,
    starts: Sequence[Sequence[Category]],
    threshold: int,
) -> tuple[Crossing, ...]:
    """Return how each breakdown is shown, in their order; none for one that cannot be.

    Parameters
    ----------
    grouping
        The rows of the teams.
    answered
        Head-counts by unit and breakdown answers.
    starts
        For each breakdown, its categories before any are pooled, in the order of the steps.
    threshold
        k.

    Raises
    ------
    TooManyBreakdowns
        For more than four.
    """
    crossings: tuple[Crossing, ...] = ()
    for position, start in enumerate(starts):
        found = offer(
            grouping, answered, crossings, Crossing(position, tuple(start), ()), threshold
        )
        crossings = (*crossings, found) if found else crossings
    return crossings


def offer(
    grouping: Grouping,
    answered: Answered,
    earlier: tuple[Crossing, ...],
    wanted: Crossing,
    threshold: int,
) -> Crossing | None:
    """Return how a further breakdown can be shown beside the earlier ones; None if it cannot.

    This is also the way for a breakdown that is asked for when others are published already: what
    stands is part of the crossing, and only head-counts decide. ``wanted`` names its position and
    its categories before pooling; its areas are found here.
    """
    if wanted.position >= MOST_BREAKDOWNS or len(earlier) >= MOST_BREAKDOWNS:
        raise TooManyBreakdowns(
            "At most {most_breakdowns} breakdowns can be shown of one wave: each further way to"
            " divide people is one more way to single somebody out. Leave one out.",
            most_breakdowns=MOST_BREAKDOWNS,
        )
    rows = _Rows.of(grouping, answered)
    sizes = [rows.steps(block.department, wanted.position) for block in grouping.departments]
    categories = pool_categories(wanted.categories, sizes, threshold)
    if len(categories) < 2:
        return None
    together = earlier[-1].areas if earlier else rows.departments
    pooled = Crossing(wanted.position, categories, together)
    areas = _passing(rows, (*earlier, pooled), threshold)
    return Crossing(wanted.position, categories, areas) if areas else None


def _passing(
    rows: "_Rows", crossings: tuple[Crossing, ...], threshold: int
) -> tuple[Area, ...] | None:
    """Join areas of the last crossing until the gate lets each of them through."""
    passed = {area: rows.decide(area, crossings, threshold).passes for area in crossings[-1].areas}
    while not all(passed.values()):
        failing = sorted((area for area in passed if not passed[area]), key=rows.order)
        others = failing[1:] or sorted((area for area in passed if passed[area]), key=rows.order)
        if not others:
            return None
        joined = tuple(sorted((*failing[0], *others[0])))
        del passed[failing[0]], passed[others[0]]
        passed[joined] = rows.decide(joined, crossings, threshold).passes
    return tuple(sorted(passed))


@dataclass(frozen=True)
class _Rows:
    """Head-counts by department group, and the number of each team's row."""

    answered: Mapping[str, Answered]
    row_of: Mapping[int, int]

    @classmethod
    def of(cls, grouping: Grouping, answered: Answered) -> "_Rows":
        row_of = {unit: at for at, block in enumerate(grouping.teams) for unit in block.units}
        home = {unit: block.department for block in grouping.departments for unit in block.units}
        inside: dict[str, dict[tuple[int, tuple[Step, ...]], tuple[int, ...]]] = {
            block.department: {} for block in grouping.departments
        }
        for (unit, steps), sizes in answered.items():
            inside[home[unit]][unit, steps] = sizes
        return cls(inside, row_of)

    @property
    def departments(self) -> tuple[Area, ...]:
        return tuple((department,) for department in sorted(self.answered))

    def steps(self, department: str, position: int) -> dict[Step, int]:
        """Return a department's people by their answer to a breakdown: the fewest of a measure."""
        by_step: dict[Step, list[tuple[int, ...]]] = {}
        for (_, steps), sizes in self.answered[department].items():
            by_step.setdefault(steps[position], []).append(sizes)
        return {step: min(added(sizes)) for step, sizes in by_step.items()}

    def order(self, area: Area) -> tuple[int, Area]:
        """Smallest first; by name where two are of one size."""
        sizes = [size for department in area for size in self.answered[department].values()]
        return (min(added(sizes), default=0) if sizes else 0, area)

    def decide(self, area: Area, crossings: Iterable[Crossing], threshold: int) -> Decision:
        """Ask the gate about the people of an area, divided by team and by all crossings."""
        lookups = [
            (crossing.position, {step: at for at, category in enumerate(crossing.categories)
                                 for step in category.steps})
            for crossing in crossings
        ]  # fmt: skip
        cells: dict[tuple[int, ...], tuple[int, ...]] = {}
        for department in area:
            for (unit, steps), sizes in self.answered[department].items():
                place = (
                    self.row_of[unit],
                    *(number[steps[position]] for position, number in lookups),
                )
                cells[place] = added([cells[place], sizes]) if place in cells else sizes
        return gate(cells, threshold)
