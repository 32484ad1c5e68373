"""Which cells and measures of a release a page shows: plain selections, nothing computed."""

from collections.abc import Iterable

from analytics.charts.whereabouts import shown_in_parts
from analytics.release.content import Release
from analytics.release.model import (
    TOTAL,
    Analysis,
    AnalysisKind,
    Cell,
    CellStatus,
    MeasureEntry,
    Statistic,
)
from pages.shell.kept import kept
from survey.vocabulary import MeasureRole

MAIN_STATISTICS = (Statistic.MEAN, Statistic.SHARE)


@kept
def main_cells(release: Release) -> tuple[Cell, ...]:
    """Return the cells of all rows without breakdown: a mean or a share each."""
    return tuple(
        cell
        for cell in release.cells
        if cell.breakdown == TOTAL and cell.statistic in MAIN_STATISTICS
    )


@kept
def divided_cells(release: Release) -> dict[tuple[str, str], tuple[Cell, ...]]:
    """Return by breakdown and measure the means and shares of its categories.

    Those of category ``*`` stand for places that are not divided. A measure none of whose places
    is divided is left out.
    """
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in release.cells:
        if cell.breakdown != TOTAL and cell.statistic in MAIN_STATISTICS:
            found.setdefault((cell.breakdown, cell.measure), []).append(cell)
    return {
        key: tuple(cells)
        for key, cells in found.items()
        if any(cell.category != TOTAL for cell in cells)
    }


@kept
def _by_place(release: Release) -> dict[tuple[str, str, str], Cell]:
    """Return the main cells by department, team and measure."""
    return {(cell.department, cell.team, cell.measure): cell for cell in main_cells(release)}


@kept
def analyses_of(release: Release, kind: AnalysisKind) -> tuple[Analysis, ...]:
    """Return the analyses of one kind, in the release's order."""
    return tuple(one for one in release.analyses if one.analysis is kind)


def cell_at(release: Release, measure: str, place: tuple[str, str]) -> Cell | None:
    """Return the cell of a department and team, None where the release has none."""
    return _by_place(release).get((*place, measure))


def organisation_cell(release: Release, measure: str) -> Cell | None:
    """Return the organisation's own cell of a measure, None where the release has none."""
    return cell_at(release, measure, (TOTAL, TOTAL))


def departments_and_organisation(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells that are not about single teams."""
    return tuple(cell for cell in cells if cell.team == TOTAL)


def without_divided(release: Release, cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Leave out withheld rows whose teams are all shown, each in a smaller row of the measure.

    They are rows of health, which is pooled more widely, in a measure of working conditions.
    """
    entries = {entry.key: entry for entry in release.measures}
    return tuple(
        cell
        for cell in cells
        if cell.status is not CellStatus.WITHHELD
        or not shown_in_parts(cell, entries[cell.measure], release.groups)
    )


@kept
def shown_measures(release: Release, role: MeasureRole) -> tuple[MeasureEntry, ...]:
    """Return the measures of a role that have at least one cell, in the instrument's order."""
    present = {cell.measure for cell in main_cells(release)}
    return tuple(entry for entry in release.measures if entry.role is role and entry.key in present)


def outcomes_with_estimates(release: Release) -> tuple[MeasureEntry, ...]:
    """Return the outcomes that were modelled, in the order of the estimates."""
    keys = dict.fromkeys(estimate.outcome for estimate in release.estimates)
    return tuple(release.measure(key) for key in keys)


def main_outcome(release: Release) -> MeasureEntry | None:
    """Return the outcome that stands first: the first one modelled, else the first one shown."""
    modelled = outcomes_with_estimates(release)
    shown = shown_measures(release, MeasureRole.OUTCOME)
    return next(iter(modelled or shown), None)
