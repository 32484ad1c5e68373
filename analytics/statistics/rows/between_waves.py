"""Rows on what changed between two releases, and on actions in some of their groups.

Made of published cells alone, when somebody looks at two releases; nothing here is sealed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.release.content import Release
from analytics.release.model import TOTAL, Analysis, AnalysisKind, Cell, CellStatus, Statistic
from analytics.statistics.change import change, difference_in_differences
from analytics.statistics.intervals import Interval
from analytics.statistics.rounding import rounded
from analytics.statistics.rows.groups import group_values, shrink
from analytics.statistics.two_by_two import Comparison

Place = tuple[str, str]
"""Department and team; ``TOTAL`` stands for all."""


@dataclass(frozen=True)
class Programme:
    """Something that was done in some units from one day to another.

    ``units`` are departments and teams as on the staff list; ``TOTAL`` as team is all of a
    department.
    """

    name: str
    start: date
    end: date
    units: frozenset[Place]

    def covers(self, unit: Place) -> bool:
        """Tell whether a team takes part."""
        return unit in self.units or (unit[0], TOTAL) in self.units


def change_rows(before: Release, after: Release) -> Iterator[Analysis]:
    """Yield the change of each measure for the organisation and every group of the same units.

    ``category`` is the earlier wave; the unit is points, or a share of -1 to 1.
    """
    for measure in _measures(before, after):
        first, second = _by_place(before, measure), _by_place(after, measure)
        for place, cell in second.items():
            if place not in first or not _same_units(before, after, measure, place):
                continue
            where = {
                "wave": after.manifest.wave, "analysis": AnalysisKind.CHANGE,
                "department": place[0], "team": place[1], "outcome": measure,
                "category": before.manifest.wave, "statistic": "change", "n": cell.n,
            }  # fmt: skip
            earlier, later = _shown(first[place]), _shown(cell)
            if earlier is None or later is None:
                yield Analysis.model_validate(where | {"reason": "not_exact"})
                continue
            yield Analysis.model_validate(where | _numbers(change(earlier, later)))


def action_rows(programme: Programme, before: Release, after: Release) -> Iterator[Analysis]:
    """Yield for each measure how much more the programme's groups changed than the others.

    A group counts as treated where all its teams take part and among the others where none
    does. ``drift`` is what the treated groups would be expected to change by regression to the
    mean alone; ``least`` the least difference that these groups could have shown. All groups
    count, whatever the reader sees.
    """
    before, after = before.whole, after.whole
    for measure in _measures(before, after):
        where = {
            "wave": after.manifest.wave, "analysis": AnalysisKind.ACTION, "outcome": measure,
            "category": programme.name,
        }  # fmt: skip
        arms = _arms(programme, before, after, measure)
        if not arms[True] or not arms[False]:
            yield Analysis.model_validate(
                where | {"statistic": "difference", "reason": "too_few_groups"}
            )
            continue
        found = difference_in_differences(list(arms[True].values()), list(arms[False].values()))
        method = (
            f"difference in differences, {len(arms[True])} groups with and {len(arms[False])}"
            f" without the action, since {before.manifest.wave}"
        )
        numbers: dict[str, Mapping[str, float]] = {
            "difference": _numbers(found.difference),
            "treated": {"value": rounded(found.treated)},
            "others": {"value": rounded(found.others)},
            "least": {"value": rounded(found.least)},
            "drift": {"value": rounded(_drift(before, measure, set(arms[True])))},
        }
        for statistic, values in numbers.items():
            row = where | {"statistic": statistic, "method": method} | dict(values)
            yield Analysis.model_validate(row)


def _measures(before: Release, after: Release) -> list[str]:
    there = {entry.key for entry in before.measures}
    return [entry.key for entry in after.measures if entry.key in there]


def _by_place(release: Release, measure: str) -> dict[Place, Cell]:
    return {
        (cell.department, cell.team): cell
        for cell in release.cells
        if cell.measure == measure and cell.breakdown == TOTAL
        and cell.statistic in (Statistic.MEAN, Statistic.SHARE)
        and cell.status is not CellStatus.WITHHELD
    }  # fmt: skip


def _units(release: Release, measure: str, place: Place) -> frozenset[Place]:
    """Return the teams whose answers are in a row."""
    sensitivity = release.measure(measure).sensitivity
    return frozenset(
        (member.department, member.team)
        for member in release.groups
        if member.sensitivity is sensitivity
        and place[0] in (TOTAL, member.group_department)
        and place[1] in (TOTAL, member.group_team)
    )


def _same_units(before: Release, after: Release, measure: str, place: Place) -> bool:
    """Tell whether a row is of the same teams in both; the organisation always is itself."""
    if place == (TOTAL, TOTAL):
        return True
    return _units(before, measure, place) == _units(after, measure, place)


def _shown(cell: Cell) -> Comparison | None:
    if cell.value is None or cell.low is None or cell.high is None or cell.low == cell.high:
        return None
    return Comparison(cell.value, Interval(cell.low, cell.high))


def _numbers(found: Comparison) -> dict[str, float]:
    return {
        "value": rounded(found.estimate),
        "low": rounded(found.interval.low),
        "high": rounded(found.interval.high),
    }


def _arms(
    programme: Programme, before: Release, after: Release, measure: str
) -> dict[bool, dict[Place, Comparison]]:
    """Return the changes of groups of teams with the action (True) and without it (False)."""
    arms: dict[bool, dict[Place, Comparison]] = {True: {}, False: {}}
    first, second = _by_place(before, measure), _by_place(after, measure)
    for place in second:
        if place[1] == TOTAL or place not in first:
            continue
        earlier, later = _shown(first[place]), _shown(second[place])
        covered = {programme.covers(unit) for unit in _units(after, measure, place)}
        same = _same_units(before, after, measure, place)
        if same and len(covered) == 1 and earlier is not None and later is not None:
            arms[covered.pop()][place] = change(earlier, later)
    return arms


def _drift(before: Release, measure: str, treated: set[Place]) -> float:
    """Return the change that regression to the mean alone would bring to the treated groups."""
    groups = group_values(before.cells, measure, teams=True)
    drawn = shrink(before.cells, measure, groups)
    picked = [
        (group.n, one.estimate - group.value)
        for group, one in zip(groups, drawn, strict=False)
        if (group.department, group.team) in treated
    ]
    people = sum(n for n, _ in picked)
    return sum(n * step for n, step in picked) / people if people else 0.0
