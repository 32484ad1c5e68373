"""Reads anybody's ``cells.csv`` and staff list: the table of a product that is not ours, say.

Columns of the cells as in docs/contracts.md, of which measure, statistic or value, and the labels
are needed; of the staff list department, team, and one of headcount, answers or n.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pydantic import ValidationError

from analytics.disclosure.audit.reading.published_release import TOP, row_of
from analytics.disclosure.audit.reading.staff import NotOnStaffList, Staff
from analytics.disclosure.audit.reading.sums import TOLERANCE
from analytics.disclosure.audit.reading.table import FINE_GRAIN, Row, Spread, Table
from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from survey.errors import BearingError

ANSWERS: Final = ("answers", "n")
HEADCOUNT: Final = "headcount"
NEEDED: Final = ("measure", "value")
MOST_STEPS: Final = 500
LABELS: Final = ("department", "team", "breakdown", "category")


class TableUnreadable(BearingError):
    """A file is not the table that the audit needs."""

    code: ClassVar[str] = "TABLE-UNREADABLE"


def file_tables(cells: Path, staff: Path, threshold: int) -> Iterator[Table]:
    """Yield each measure of each wave of a file of cells, for a staff list and a threshold.

    Raises ``TableUnreadable`` or ``NotOnStaffList`` with the line and what to do.
    """
    known = read_staff(staff)
    lines = _lines(cells, NEEDED)
    digits = _digits(lines)
    by_measure: dict[tuple[str, str], list[Cell]] = {}
    for number, line in enumerate(lines, start=2):
        cell = _cell(cells, number, line)
        if cell.measure != "participation":
            by_measure.setdefault((cell.wave, cell.measure), []).append(cell)
    for (_, measure), own in by_measure.items():
        yield _table(measure, own, known, threshold, digits)


def read_staff(path: Path) -> Staff:
    """Return the staff list of a file."""
    lines = _lines(path, ("department", "team"))
    counted = next((name for name in (*ANSWERS, HEADCOUNT) if name in (lines or [{}])[0]), None)
    people: dict[tuple[str, str], int | None] = {}
    for number, line in enumerate(lines, start=2):
        text = line.get(counted, "") if counted else ""
        try:
            people[line["department"], line["team"]] = int(text) if text else None
        except ValueError as wrong:
            raise TableUnreadable(
                "{file}, line {number}: {counted} is not a whole number.",
                file=path.name,
                number=number,
                counted=counted,
            ) from wrong
    if not people:
        raise TableUnreadable(
            "{file} lists no team: it needs department,team,headcount.", file=path.name
        )
    return Staff(people, answers_are_public=counted in ANSWERS)


def _table(
    measure: str, cells: Sequence[Cell], staff: Staff, threshold: int, digits: Mapping[str, int]
) -> Table:
    statistics = {cell.statistic for cell in cells}
    yes_no = Statistic.MEAN not in statistics
    return Table(
        measure=measure,
        full=1 if yes_no else _steps(cells, 0.5 * 10.0 ** -digits[Statistic.MEAN]),
        threshold=threshold,
        colleague=yes_no,
        rows=tuple(
            _row(cell, staff, digits)
            for cell in cells
            if cell.statistic in TOP and cell.status is not CellStatus.WITHHELD
        ),
        answers=staff.people,
        answers_are_public=staff.answers_are_public,
        spread=_spread(cells, digits),
    )


def _steps(cells: Sequence[Cell], rounding: float) -> int:
    """The fewest steps of one answer on a scale that all means allow; many where none do.

    A mean of n answers of so many steps is a multiple of 100 / (n · steps), within its rounding.
    """
    means = [
        (cell.n, number)
        for cell in cells
        if cell.n and cell.statistic is Statistic.MEAN
        for number in (cell.value, *_bounds(cell))
        if number is not None
    ]
    for steps in range(1, MOST_STEPS + 1):
        grains = [n * steps / TOP[Statistic.MEAN] for n, _ in means]
        if all(
            abs(number * grain - round(number * grain)) <= rounding * grain + TOLERANCE
            for (_, number), grain in zip(means, grains, strict=True)
        ):
            return steps
    return FINE_GRAIN


def _bounds(cell: Cell) -> tuple[float | None, ...]:
    return (cell.low, cell.high) if cell.status is CellStatus.BOUNDED else ()


def _row(cell: Cell, staff: Staff, digits: Mapping[str, int]) -> Row:
    try:
        teams = staff.teams(cell.department, cell.team)
    except NotOnStaffList:  # an export marks a name that begins like a formula
        teams = staff.teams(cell.department.removeprefix("'"), cell.team.removeprefix("'"))
    return row_of(cell, teams, 0.5 * 10.0 ** -digits[cell.statistic])


def _spread(cells: Sequence[Cell], digits: Mapping[str, int]) -> Spread | None:
    for cell in cells:
        if cell.statistic is Statistic.SD and cell.department == TOTAL and cell.value is not None:
            rounding = 0.5 * 10.0 ** -digits[Statistic.SD]
            return Spread(cell.n or 0, (cell.value + rounding) / TOP[Statistic.MEAN])
    return None


def _lines(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = [name.strip().lower() for name in reader.fieldnames or ()]
            missing = [name for name in needed if name not in names]
            if missing:
                raise TableUnreadable(
                    "{file} has no column {missing!r}; it needs {needed}.",
                    file=path.name,
                    missing=missing[0],
                    needed=", ".join(needed),
                )
            reader.fieldnames = names
            return [
                {name: (text or "").strip() for name, text in line.items() if name in names}
                for line in reader
            ]
    except UnicodeDecodeError as wrong:
        raise TableUnreadable("{file} is not text in UTF-8.", file=path.name) from wrong


def _digits(lines: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """By statistic, the decimals that its numbers are given to: the longest stands for all."""
    digits = dict.fromkeys(Statistic, 0)
    for line in lines:
        statistic = Statistic(_statistic(line))
        for name in ("value", "low", "high"):
            if name == "value" or line.get("status") == CellStatus.BOUNDED:
                decimals = len(line.get(name, "").partition(".")[2])
                digits[statistic] = max(digits[statistic], min(decimals, 10))
    return {str(statistic): count for statistic, count in digits.items()}


def _statistic(line: Mapping[str, str]) -> str:
    given = line.get("statistic", "") or Statistic.SHARE.value
    return given if given in set(Statistic) else Statistic.SHARE.value


def _cell(path: Path, number: int, line: Mapping[str, str]) -> Cell:
    """A line as a cell; labels that are empty stand for all, a value alone is shown."""
    try:
        value, low, high = (_number(line.get(name, "")) for name in ("value", "low", "high"))
        n = _number(line.get("n", ""))
        status = line.get("status") or ("withheld" if value is None else "shown")
        return Cell.model_validate(
            {
                **{name: line.get(name) or TOTAL for name in LABELS},
                "wave": line.get("wave", ""),
                "measure": line["measure"],
                "statistic": line.get("statistic") or Statistic.SHARE,
                "n": None if n is None else int(n),
                "value": value if status == "shown" else None,
                "low": None if status == "withheld" else low,
                "high": None if status == "withheld" else high,
                "status": status,
                "reason": line.get("reason", ""),
            }
        )
    except (ValueError, ValidationError) as wrong:
        raise TableUnreadable(
            "{file}, line {number}: not a cell (wave,department,team,breakdown,category,"
            "measure,statistic,n,value,low,high,status,reason).",
            file=path.name,
            number=number,
        ) from wrong


def _number(text: str) -> float | None:
    return float(text) if text else None
