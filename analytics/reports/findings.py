"""The findings a report opens with: three sentences at most, each proved further on."""

from collections.abc import Iterator

from analytics.charts.clear_links import clear_links, estimated
from analytics.charts.forest_rows import odds_ratios
from analytics.charts.grid import row_of
from analytics.charts.whereabouts import groups_and_organisation
from analytics.charts.words import cell_words, group_name
from analytics.release.model import TOTAL, Cell, CellStatus
from analytics.reports.scope import Scope
from analytics.reports.teams import shows_teams
from analytics.statistics.people_reading import link_sentence
from analytics.statistics.priorities import Priority, priorities
from survey.vocabulary import MeasureRole


def findings(scope: Scope) -> tuple[str, ...]:
    """Return how common the main outcome is, what goes with it most, and who differs most."""
    return (*verdict(scope), _worst(scope))


def verdict(scope: Scope) -> tuple[str, ...]:
    """Return how common the main outcome is and what goes with it most; nothing without one."""
    return tuple(_verdict(scope))


def main_outcome(scope: Scope) -> str | None:
    """Return the key of the outcome that was modelled first."""
    return next((estimate.outcome for estimate in scope.release.estimates), None)


def worst_difference(scope: Scope) -> Cell | None:
    """Return the cell to look at first, by the rule of every screen; None without one.

    Only rows that the report shows are looked at.
    """
    first = first_things(scope)
    return first[0].cell if first else None


def first_things(scope: Scope) -> tuple[Priority, ...]:
    """Return what to do first among the rows that the report shows, by the rule of every screen."""
    detailed = shows_teams(scope)
    measures = scope.measures(MeasureRole.FACTOR)
    wholes = {one.key: scope.organisation_cell(one.key) for one in measures}
    keys = {one.key for one in measures}
    cells = [cell for cell in scope.cells if cell.measure in keys]
    rows = (
        groups_and_organisation(cells)
        if detailed
        else [cell for cell in cells if cell.team == TOTAL]
    )
    return priorities(
        rows,
        {key: cell for key, cell in wholes.items() if cell is not None},
        measures,
        scope.release.estimates,
        main_outcome(scope) or "",
    )


def difference_sentence(
    cell: Cell, scope: Scope, wording: str = "report.finding.difference"
) -> str:
    """Return who differs in what, with both numbers, their intervals and bases."""
    whole = scope.organisation_cell(cell.measure)
    return scope.texts(
        wording,
        group=_place(cell, scope),
        measure=scope.name_of(cell.measure),
        value=cell_words(cell, scope.texts),
        whole=cell_words(whole, scope.texts) if whole else "",
    )


def _verdict(scope: Scope) -> Iterator[str]:
    texts, outcome = scope.texts, main_outcome(scope)
    if outcome:
        yield from _level(scope, outcome)
        ratios = odds_ratios(scope.release.estimates, outcome)
        links = clear_links(ratios)
        measures = {entry.key: entry for entry in scope.release.measures}
        none = "report.finding.no_link" if estimated(ratios) else "report.links_none"
        share = scope.organisation_cell(outcome)
        found = scope.release.estimates
        yield link_sentence(links[0], found, share, measures, texts) if links else texts(none)


def _worst(scope: Scope) -> str:
    worst = worst_difference(scope)
    if worst is None:
        return scope.texts("report.finding.no_difference")
    return difference_sentence(worst, scope)


def _level(scope: Scope, outcome: str) -> Iterator[str]:
    texts, whole = scope.texts, scope.organisation_cell(outcome)
    rows = [cell for cell in scope.cells if cell.measure == outcome and cell.team == TOTAL]
    own = next((cell for cell in rows if scope.department and row_of(cell) != (TOTAL, TOTAL)), None)
    if whole is None:
        return
    if own is not None and own.status is not CellStatus.WITHHELD:
        yield texts(
            "report.finding.level_department",
            outcome=scope.name_of(outcome),
            department=own.department,
            value=cell_words(own, texts),
            whole=cell_words(whole, texts),
        )
        return
    yield texts(
        "report.finding.level", outcome=scope.name_of(outcome), value=cell_words(whole, texts)
    )


def _place(cell: Cell, scope: Scope) -> str:
    name = group_name(cell.department, cell.team, scope.texts)
    return name if cell.team == TOTAL else f"{name} ({cell.department})"
