"""Alignment: rows of a new wave joined until none of them divides a row that still stands."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from analytics.disclosure.groups import Block, Grouping
from analytics.disclosure.joining import join_departments, join_teams
from analytics.disclosure.standing.earlier_rows import team_rows
from analytics.release.content import Release
from analytics.release.counterparts import Place
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity


def aligned(
    grouping: Grouping,
    units: Sequence[Unit],
    standing: Iterable[Release],
    sensitivity: Sensitivity,
) -> Grouping:
    """Return the grouping in which every earlier row's teams are in one row.

    A part of an earlier row would be new: nothing stands that its sum could be held against.
    Teams are followed by name; those of other departments bring their department's group along.
    """
    unit_at = {place: unit for unit, place in unit_places(units).items()}
    for release in standing:
        for teams in team_rows(release, sensitivity).values():
            own = sorted(unit_at[place] for place in teams if place in unit_at)
            grouping = joined_over(grouping, own, units)
    return grouping


def aligned_with_health(
    conditions: Grouping, health: Grouping, units: Sequence[Unit], standing: Sequence[Release]
) -> tuple[Grouping, Grouping]:
    """Return both groupings aligned, with health on unions of the rows of working conditions."""
    conditions = aligned(conditions, units, standing, Sensitivity.CONDITIONS)
    for block in conditions.teams:
        health = joined_over(health, block.units, units)
    return conditions, aligned(health, units, standing, Sensitivity.HEALTH)


def joined_over(grouping: Grouping, own: Sequence[int], units: Sequence[Unit]) -> Grouping:
    """Return the grouping with these units, by id, in one row."""
    for one, other in pairwise(own):
        grouping = _together(grouping, one, other, units)
    return grouping


def _together(grouping: Grouping, one: int, other: int, units: Sequence[Unit]) -> Grouping:
    first, second = (_block(grouping.departments, unit) for unit in (one, other))
    if first != second:
        grouping = join_departments(grouping, first, second, units)
    row, neighbour = (_block(grouping.teams, unit) for unit in (one, other))
    return grouping if row == neighbour else join_teams(grouping, row, neighbour, units)


def _block(blocks: Iterable[Block], unit: int) -> Block:
    return next(block for block in blocks if unit in block.units)


def unit_places(units: Iterable[Unit]) -> dict[int, Place]:
    """Return the team of each unit id, by department and name."""
    return {unit.id: (unit.department, unit.team) for unit in units}
