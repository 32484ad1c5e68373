"""Tables as CSV: comma, UTF-8, one line a row, nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel

from analytics.release.content import Release
from analytics.release.schema import CELLS, ESTIMATES
from survey.spreadsheet_text import without_formula

Field = str | int | float | bool | None


def write_cells(path: Path, release: Release) -> None:
    """Write cells.csv: one row a published number."""
    write_csv(path, CELLS.names, rows_of(release.cells, CELLS.names))


def write_estimates(path: Path, release: Release) -> None:
    """Write estimates.csv: one row a coefficient."""
    write_csv(path, ESTIMATES.names, rows_of(release.estimates, ESTIMATES.names))


def rows_of(models: Iterable[BaseModel], columns: Sequence[str]) -> list[list[Field]]:
    """Return the fields of each model in the order of the columns."""
    dumped = (model.model_dump(mode="json") for model in models)
    return [[row[column] for column in columns] for row in dumped]


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Field]]) -> None:
    """Write a table; see ``written`` for how each field is put."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([written(heading) for heading in headings])
        table.writerows([written(field) for field in row] for row in rows)


def written(field: Field) -> str:
    """Return a field as text: nothing for None, numbers with the digits that they have.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if field is None:
        return ""
    if isinstance(field, bool):
        return "yes" if field else "no"
    if isinstance(field, float):
        return format(Decimal(repr(field)), "f")  # 0.00001 and not 1e-05
    if isinstance(field, int):
        return str(field)
    return without_formula(field)
