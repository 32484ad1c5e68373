"""Cells laid out as groups by measures: the one frame behind a heat map and its table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.charts.theme import Band
from analytics.charts.whereabouts import Row, shown_in_parts, together_with
from analytics.charts.words import cell_short, cell_words, group_name, in_language
from analytics.release.model import (
    TOTAL,
    Cell,
    CellStatus,
    GroupMember,
    MeasureEntry,
    Statistic,
)
from analytics.statistics.apart import better_by, points
from survey.i18n.catalogue import Texts
from survey.vocabulary import GoodEnd

STEPS: Final = (0.0, 8.0, 15.0)
"""Points (of 0 to 100) from which a difference that is there at all takes a stronger colour."""

MAIN_STATISTICS: Final = (Statistic.MEAN, Statistic.SHARE)
COLUMNS: Final = ("group", "measure", "status", "band", "short", "words", "compared")

ORGANISATION: Final[Row] = (TOTAL, TOTAL)

SortBy = str | Mapping[Row, float] | None
"""A measure's key: from its worse end; a number a row: the largest first; None: by department."""


@dataclass(frozen=True)
class Grid:
    """A frame with a row a cell (``COLUMNS``), and the order of the groups and the measures.

    ``labels`` are the names as they stand beside the rows: without the department where its own
    row stands above. ``units`` are the departments and teams that the rows stand for, ``wider``
    the names of those that are a whole department or the organisation. ``of_others`` says that the
    rows are held against a reference instead of the organisation.
    """

    frame: pd.DataFrame
    units: tuple[Row, ...]
    rows: tuple[str, ...]
    labels: tuple[str, ...]
    wider: tuple[str, ...]
    columns: tuple[str, ...]
    of_others: bool = False


@dataclass(frozen=True)
class Layout:
    """How cells become rows of the frame: their names, their words and what they compare with."""

    measures: Mapping[str, MeasureEntry]
    middle: Mapping[str, float]
    of_others: bool
    names: Mapping[Row, str]
    groups: Sequence[GroupMember]
    texts: Texts

    def record(self, cell: Cell) -> dict[str, str | int]:
        """Return one row of the frame. Nothing in it comes from anywhere but published cells."""
        entry = self.measures[cell.measure]
        middle = self.middle.get(cell.measure)
        band = band_around(cell, middle, entry.good_end)
        compared = (
            cell.status is CellStatus.SHOWN
            and middle is not None
            and (self.of_others or row_of(cell) != ORGANISATION)
        )
        side = "worse" if band < 0 else "better" if band > 0 else "same"
        name = f"charts.{side}.reference" if self.of_others else f"charts.{side}"
        values = (
            self.names[row_of(cell)],
            in_language(entry.name, self.texts.language),
            cell.status.value,
            band,
            cell_short(cell, self.texts),
            cell_words(cell, self.texts, together_with(cell, entry, self.groups)),
            self.texts(name) if compared else "",
        )
        return dict(zip(COLUMNS, values, strict=True))


def lay_out(
    cells: Sequence[Cell],
    measures: Sequence[MeasureEntry],
    texts: Texts,
    sort_by: SortBy,
    groups: Sequence[GroupMember],
    under_department: bool = False,
    *,
    around: Mapping[str, float] | None = None,
) -> Grid:
    """Return the means and shares without breakdown of ``measures``, laid out.

    The parameters are those of ``heat_map``; ``under_department`` as in ``headings.RowStyle``.
    """
    by_key = {entry.key: entry for entry in measures}
    used = _without_unions(
        [cell for cell in cells if cell.measure in by_key and _belongs(cell)], by_key, groups
    )
    rows = _ordered(used, by_key, sort_by)
    layout = Layout(
        measures=by_key,
        middle=_organisation(used) if around is None else around,
        of_others=around is not None,
        names=_row_names(rows, under_department, texts),
        groups=groups,
        texts=texts,
    )
    return Grid(
        frame=pd.DataFrame([layout.record(cell) for cell in used], columns=list(COLUMNS)),
        units=tuple(rows),
        rows=tuple(layout.names[row] for row in rows),
        labels=tuple(
            group_name(*row, texts) if under_department and sort_by is None else layout.names[row]
            for row in rows
        ),
        wider=tuple(layout.names[row] for row in rows if row[1] == TOTAL),
        columns=tuple(in_language(entry.name, texts.language) for entry in measures),
        of_others=around is not None,
    )


def ordered_rows(
    cells: Sequence[Cell], measures: Sequence[MeasureEntry], sort_by: SortBy
) -> list[Row]:
    """Return the rows in the order of ``lay_out``."""
    by_key = {entry.key: entry for entry in measures}
    used = [cell for cell in cells if cell.measure in by_key and _belongs(cell)]
    return _ordered(used, by_key, sort_by)


def grid_table(grid: Grid, texts: Texts) -> pd.DataFrame:
    """Return the frame's words, groups down and measures across, in the order of the rows."""
    wide = grid.frame.pivot_table(index="group", columns="measure", values="words", aggfunc="first")
    wide = wide.reindex(index=list(grid.rows), columns=list(grid.columns))
    wide.index.name, wide.columns.name = texts("charts.group"), None
    return wide.astype(object).fillna("").reset_index()


def described(grid: Grid, texts: Texts) -> str:
    """Return what a grid shows in a sentence or two, for those who do not see it."""
    frame, ending = grid.frame, ".reference" if grid.of_others else ""
    shown = frame[(frame.status == CellStatus.SHOWN) & (frame.compared != "")]
    return texts(
        f"charts.heat.alt{ending}",
        groups=len(grid.rows),
        measures=len(grid.columns),
        worse=int((shown.band < 0).sum()),
        better=int((shown.band > 0).sum()),
        same=int((shown.band == 0).sum()),
        bounded=int((frame.status == CellStatus.BOUNDED).sum()),
        withheld=int((frame.status == CellStatus.WITHHELD).sum()),
    )


def compare(cell: Cell, organisation: Cell | None, good_end: GoodEnd) -> Band:
    """Return how a cell compares with the organisation's, from -3 (worse) to 3 (better)."""
    return band_around(cell, None if organisation is None else organisation.value, good_end)


def band_around(cell: Cell, middle: float | None, good_end: GoodEnd) -> Band:
    """Return how a cell compares with a number, from -3 (worse) to 3 (better).

    ``middle`` is in the cell's own unit: a share from 0 to 1, a score from 0 to 100. The answer is
    0 where either has no value or the cell's 95 % interval includes the number.
    """
    by = better_by(cell, middle, good_end)
    if by == 0 or middle is None or cell.value is None:
        return 0
    size = sum(abs(points(cell, cell.value - middle)) >= step for step in STEPS)
    return size if by > 0 else -size


def _organisation(cells: Sequence[Cell]) -> dict[str, float]:
    return {
        cell.measure: cell.value
        for cell in cells
        if row_of(cell) == ORGANISATION and cell.value is not None
    }


def row_of(cell: Cell) -> Row:
    """Return the unit that a cell stands for."""
    return cell.department, cell.team


def _belongs(cell: Cell) -> bool:
    return cell.breakdown == TOTAL and cell.statistic in MAIN_STATISTICS


def _without_unions(
    cells: Sequence[Cell], measures: Mapping[str, MeasureEntry], groups: Sequence[GroupMember]
) -> list[Cell]:
    """Leave out rows that show nothing because each part of them has a row of its own here."""
    kept = {
        row_of(cell) for cell in cells if not shown_in_parts(cell, measures[cell.measure], groups)
    }
    return [cell for cell in cells if row_of(cell) in kept]


def _ordered(
    cells: Sequence[Cell], measures: Mapping[str, MeasureEntry], sort_by: SortBy
) -> list[Row]:
    if isinstance(sort_by, Mapping):
        return _in_order(cells, sort_by)
    rows = {row_of(cell) for cell in cells}
    value = {row_of(cell): cell.value for cell in cells if cell.measure == sort_by}
    sorting = measures.get(sort_by or "")
    turn = 1 if sorting and sorting.good_end is GoodEnd.HIGH else -1

    def place(row: Row) -> tuple[bool, bool, float, tuple[str, bool, str]]:
        found = value.get(row)
        missing = sorting is not None and found is None
        return row != ORGANISATION, missing, turn * (found or 0.0), by_department(row)

    return sorted(rows, key=place)


def _in_order(cells: Sequence[Cell], order: Mapping[Row, float]) -> list[Row]:
    """The organisation first, then the rows by descending number, those without one last."""

    def place(row: Row) -> tuple[bool, float, tuple[str, bool, str]]:
        return row != ORGANISATION, -order.get(row, -1.0), by_department(row)

    return sorted({row_of(cell) for cell in cells}, key=place)


def by_department(row: Row) -> tuple[str, bool, str]:
    """Return the sort key that puts a department first and its teams after it by name."""
    department, team = row
    return department, team != TOTAL, team


def _row_names(rows: Sequence[Row], under_department: bool, texts: Texts) -> dict[Row, str]:
    """Name each row; a team also says its department where it would not be known without."""
    departments = {department for department, team in rows if team != TOTAL}
    often = {team for team, count in Counter(team for _, team in rows).items() if count > 1}
    unclear = often if under_department or len(departments) < 2 else {team for _, team in rows}
    return {
        (department, team): group_name(department, team, texts)
        + (f" ({department})" if team in unclear - {TOTAL} else "")
        for department, team in rows
    }
