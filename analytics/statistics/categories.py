"""Categories of a breakdown as terms of a model: the rare ones join a neighbour."""

from collections.abc import Mapping
from typing import Final

FEWEST_PEOPLE: Final = 10


def joined(people: Mapping[int, int], fewest: int = FEWEST_PEOPLE) -> dict[int, int]:
    """Return for each category, by step value, the category that it is counted with.

    As long as there is one with fewer than ``fewest`` people, the smallest joins the larger of
    its neighbours in the order of the steps (the lower step where both are equal). It looks at
    head-counts only, never at outcomes. The group is named by its lowest step.

    Parameters
    ----------
    people
        Head-count by step value; steps that nobody chose may be left out.
    """
    groups = [[step] for step in sorted(people)]
    sizes = [people[step] for step in sorted(people)]
    while len(groups) > 1 and min(sizes) < fewest:
        smallest = sizes.index(min(sizes))
        beside = [at for at in (smallest - 1, smallest + 1) if 0 <= at < len(groups)]
        other = max(beside, key=lambda at: (sizes[at], -at))
        first, second = sorted((smallest, other))
        groups[first] += groups.pop(second)
        sizes[first] += sizes.pop(second)
    return {step: group[0] for group in groups for step in group}
