"""Tables of a report: the cells of a picture in words, with what is no exact number marked."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analytics.charts.grid import Grid, row_of
from analytics.charts.whereabouts import together_with
from analytics.charts.words import cell_words
from analytics.release.model import Cell, MeasureEntry
from analytics.reports.blocks import Entry, Table
from analytics.reports.scope import Scope
from survey.i18n.catalogue import Texts

WIDTH = 100
GROUP_WIDTH, ANSWERS_WIDTH = 20, 11


def table_of(frame: pd.DataFrame, caption: str, first: int) -> Table:
    """Return a picture's table; ``first`` is the share of the page (of 100) of its first column."""
    columns = tuple(str(column) for column in frame.columns)
    each = (WIDTH - first) // max(1, len(columns) - 1)
    return Table(
        caption=caption,
        columns=columns,
        rows=plain([[str(words) for words in row] for row in frame.itertuples(index=False)]),
        widths=(first, *(each for _ in columns[1:])),
        small=True,
    )


def grid_table(grid: Grid, measures: Sequence[MeasureEntry], caption: str, scope: Scope) -> Table:
    """Return the cells of a heat map in words, with the number of answers in a column."""
    texts = scope.texts
    by_place = {(*row_of(cell), cell.measure): cell for cell in scope.cells}
    rows = []
    for unit, name in zip(grid.units, grid.rows, strict=True):
        cells = [by_place.get((*unit, entry.key)) for entry in measures]
        entries = [cell_entry(cell, scope, base=False) for cell in cells]
        rows.append((Entry(name), Entry(_answers(cells, texts)), *_merged(entries)))
    each = (WIDTH - GROUP_WIDTH - ANSWERS_WIDTH) // max(1, len(measures))
    return Table(
        caption=caption,
        columns=(texts("charts.group"), texts("charts.forest.answers"), *grid.columns),
        rows=tuple(rows),
        widths=(GROUP_WIDTH, ANSWERS_WIDTH, *(each for _ in measures)),
        small=True,
        first_row_bold=True,
    )


def _merged(entries: list[Entry]) -> list[Entry]:
    """A row that says the same in each column says it once, across them."""
    if len(set(entries)) == 1:
        return [replace(entries[0], span=len(entries))]
    return entries


def _answers(cells: Sequence[Cell | None], texts: Texts) -> str:
    """The number of answers behind a row: one number, or the fewest and the most."""
    bases = [cell.n for cell in cells if cell is not None and cell.n is not None]
    if len(set(bases)) < 2:
        return str(bases[0]) if bases else ""
    return texts("charts.range", low=min(bases), high=max(bases))


def cell_entry(cell: Cell | None, scope: Scope, *, base: bool = True) -> Entry:
    """Return a cell as a place in a table, empty where the release has no such cell."""
    if cell is None:
        return Entry("")
    others = together_with(cell, scope.release.measure(cell.measure), scope.release.groups)
    return Entry(cell_words(cell, scope.texts, others, base=base), cell.status)


def plain(rows: Sequence[Sequence[str]]) -> tuple[tuple[Entry, ...], ...]:
    """Return rows of words as rows of a table."""
    return tuple(tuple(Entry(words) for words in row) for row in rows)
