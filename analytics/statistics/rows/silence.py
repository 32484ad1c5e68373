"""Rows on those who did not answer, made of published cells and the staff list."""

from collections.abc import Iterator

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.rows.ground import Ground, no_number, number
from analytics.statistics.rows.groups import group_values, organisation_cell, published_value
from analytics.statistics.silence import silence_bounds, weighted_share

KIND = AnalysisKind.SILENCE


def silence_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield for each outcome ``bounds`` (low and high alone) and ``weighted_share``.

    Groups that are weighted are the published departments; head-counts are the staff list's.
    """
    headcounts = {unit.id: unit.headcount for unit in ground.units}
    known = [count for count in headcounts.values() if count is not None]
    for outcome in ground.outcomes:
        cell = organisation_cell(ground.cells_of[outcome], outcome)
        value = None if cell is None else published_value(cell)
        if len(known) < len(headcounts):
            yield no_number(ground, KIND, "bounds", "no_headcounts", outcome=outcome)
        elif cell is None or value is None or not cell.n:
            yield no_number(ground, KIND, "bounds", "too_few_answers", outcome=outcome)
        elif cell.n > sum(known):
            yield no_number(ground, KIND, "bounds", "more_answers_than_people", outcome=outcome)
        else:
            bounds = silence_bounds(value * cell.n, cell.n, sum(known))
            yield number(ground, KIND, "bounds", None, bounds, outcome=outcome, n=cell.n,
                         method="all or none of those who stayed silent have it")  # fmt: skip
            yield from _weighted(ground, outcome)


def _weighted(ground: Ground, outcome: str) -> Iterator[Analysis]:
    people = department_headcounts(ground, outcome)
    values = group_values(ground.cells_of[outcome], outcome, teams=False)
    if len(values) < 2 or {group.department for group in values} != set(people):
        return
    try:
        found = weighted_share(
            [group.value for group in values],
            [group.n for group in values],
            [people[group.department] for group in values],
        )
    except CountsImpossible:
        return
    yield number(
        ground, KIND, "weighted_share", found.estimate, found.interval, outcome=outcome,
        n=sum(group.n for group in values), method=f"{len(values)} departments by head-count",
    )  # fmt: skip


def department_headcounts(ground: Ground, measure: str) -> dict[str, int]:
    """Return head-counts by published department (several names where pooled)."""
    sensitivity = ground.instrument.measures[measure].sensitivity
    row_of = {
        (member.department, member.team): member.group_department
        for member in ground.groups
        if member.sensitivity is sensitivity
    }
    people: dict[str, int] = {}
    for unit in ground.units:
        row = row_of.get((unit.department, unit.team), unit.department)
        people[row] = people.get(row, 0) + (unit.headcount or 0)
    return people
