"""Competitors: the tables that products make which hide small groups and promise anonymity.

Both show exact figures. "Hide below 5" leaves out every team and department with fewer answers.
"5 and 2" also leaves out the next smallest, until in each department two teams or none are hidden
together, and at least two people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.composing.tally import Tally
from analytics.disclosure.audit.reading.published_release import row_of
from analytics.disclosure.audit.reading.table import Row, Table
from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from survey.instruments.model import Scale
from survey.store.protocol import Unit, Wave

HIDDEN_BELOW = 5
TOGETHER = 2
DIGITS = {Statistic.SHARE: 4, Statistic.MEAN: 2}


@dataclass(frozen=True)
class Competitor:
    """What such a product publishes, with the staff list that everybody knows."""

    cells: tuple[Cell, ...]
    answers: Mapping[tuple[str, str], int]
    steps: Mapping[str, int]

    @property
    def rows_shown(self) -> int:
        """How many teams are shown for some measure."""
        return len({(cell.department, cell.team) for cell in self.cells if cell.team != TOTAL})

    def tables(self, threshold: int = HIDDEN_BELOW) -> Iterator[Table]:
        """Yield what the audit reads of each measure, at the product's own promise."""
        for measure in dict.fromkeys(cell.measure for cell in self.cells):
            own = [cell for cell in self.cells if cell.measure == measure]
            yield Table(
                measure=measure,
                full=self.steps[measure],
                threshold=threshold,
                colleague=own[0].statistic is Statistic.SHARE,
                rows=tuple(self._row(cell) for cell in own),
                answers=self.answers,
                answers_are_public=True,
            )

    def _row(self, cell: Cell) -> Row:
        teams = frozenset(
            team
            for team in self.answers
            if cell.department in (TOTAL, team[0]) and cell.team in (TOTAL, team[1])
        )
        rounding = 0.5 * 10.0 ** -DIGITS[cell.statistic]
        return row_of(cell, teams, rounding)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write cells.csv and staff.csv as the product would hand them out."""
        cells, staff = folder / "cells.csv", folder / "staff.csv"
        pd.DataFrame([cell.model_dump(mode="json") for cell in self.cells]).to_csv(
            cells, index=False
        )
        pd.DataFrame(
            [(department, team, n) for (department, team), n in self.answers.items()],
            columns=["department", "team", "answers"],
        ).to_csv(staff, index=False)
        return cells, staff


def hide_below_5(wave: Wave, tally: Tally) -> Competitor:
    """Return the threshold-only table of a wave."""
    return _competitor(wave, tally, together=0)


def five_and_two(wave: Wave, tally: Tally) -> Competitor:
    """Return the table that hides the next smallest as well."""
    return _competitor(wave, tally, together=TOGETHER)


def _competitor(wave: Wave, tally: Tally, together: int) -> Competitor:
    cells: list[Cell] = []
    for name, measure in wave.instrument.measures.items():
        statistic = Statistic.MEAN if isinstance(measure, Scale) else Statistic.SHARE
        sums = tally.by_unit(name)
        for department, team, units in _shown(wave.units, sums, together):
            own = sums.loc[sums.index.isin([unit.id for unit in units])]
            n, total = int(own["n"].sum()), int(own["total"].sum())
            value = total / (n * tally.full[name]) * (100 if statistic is Statistic.MEAN else 1)
            cells.append(
                Cell(
                    wave=wave.name, department=department, team=team, measure=name,
                    statistic=statistic, n=n, value=round(value, DIGITS[statistic]),
                    status=CellStatus.SHOWN,
                )
            )  # fmt: skip
    responses = tally.patterns.groupby("unit")["count"].sum()
    answers = {(unit.department, unit.team): int(responses.get(unit.id, 0)) for unit in wave.units}
    return Competitor(tuple(cells), answers, tally.full)


def _shown(
    units: Sequence[Unit], sums: pd.DataFrame, together: int
) -> Iterator[tuple[str, str, list[Unit]]]:
    """The rows that are shown: the organisation, departments, and teams of any department."""
    n = {unit: int(sums["n"].get(unit.id, 0)) for unit in units}
    departments: dict[str, list[Unit]] = {}
    for unit in units:
        departments.setdefault(unit.department, []).append(unit)
    yield TOTAL, TOTAL, list(units)
    people = {name: sum(n[unit] for unit in own) for name, own in departments.items()}
    shown = _kept(people, together)
    for name, own in departments.items():
        if name in shown:
            yield name, TOTAL, own
        for team in _kept({unit.team: n[unit] for unit in own}, together):
            yield name, team, [unit for unit in own if unit.team == team]


def _kept(people: Mapping[str, int], together: int) -> list[str]:
    """The names that stay: those with enough people, less the next smallest where one is alone."""
    kept = [name for name, n in people.items() if n >= HIDDEN_BELOW]
    hidden = [name for name, n in people.items() if 0 < n < HIDDEN_BELOW]
    while kept and hidden and (len(hidden) < together or _people(hidden, people) < together):
        smallest = min(kept, key=lambda name: (people[name], name))
        kept.remove(smallest)
        hidden.append(smallest)
    return kept


def _people(names: Iterable[str], people: Mapping[str, int]) -> int:
    return sum(people[name] for name in names)
