"""The groups of a release compared with the organisation: worked out once a release and role."""

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.charts.whereabouts import groups_and_organisation
from analytics.release.content import Release
from analytics.release.model import GROUP_JOIN, TOTAL, Cell, CellStatus, Reason
from analytics.statistics.by_chance import StandingOut, standing_out
from pages.shell.differences import Difference, clear_differences
from pages.shell.kept import kept
from pages.shell.selection import (
    main_cells,
    shown_measures,
    without_divided,
)
from survey.vocabulary import MeasureRole


@dataclass(frozen=True)
class Compared:
    """The cells of all rows, those of the smallest groups, and where these differ clearly.

    ``by_chance`` is how many of these would differ if all groups were alike.
    """

    rows: tuple[Cell, ...]
    groups: tuple[Cell, ...]
    differences: tuple[Difference, ...]
    by_chance: StandingOut


@kept
def compared(release: Release, role: MeasureRole) -> Compared:
    """Return what the pages show of all measures of a role."""
    measures = shown_measures(release, role)
    keys = {entry.key for entry in measures}
    asked = [one for one in main_cells(release) if one.measure in keys]
    groups = without_divided(release, groups_and_organisation(asked))
    rows = _without_other_unions(without_divided(release, asked))
    groups = _without_other_unions(groups)
    wholes = {one.measure: one for one in asked if (one.department, one.team) == (TOTAL, TOTAL)}
    differences = clear_differences(release, groups, measures)
    return Compared(rows, groups, differences, standing_out(groups, wholes))


def _without_other_unions(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Leave out pools of teams that are shown in a wider pool: they are rows of other measures."""
    every = tuple(cells)
    with_numbers = {
        (one.department, one.team) for one in every if one.status is not CellStatus.WITHHELD
    }
    return tuple(
        one
        for one in every
        if (one.department, one.team) in with_numbers
        or GROUP_JOIN not in one.team
        or one.reason is not Reason.SHOWN_TOGETHER
    )
