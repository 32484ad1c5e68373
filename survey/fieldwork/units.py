"""The staff list: departments, teams and head-counts from a CSV file. No names, ever."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.csv_list import read_list
from survey.store.protocol import Unit

COLUMNS: Final = ("department", "team", "headcount")
TOTAL: Final = "*"
JOIN: Final = " + "


class UnitsInvalid(BearingError):
    """The staff list cannot be used as it is."""

    code: ClassVar[str] = "UNITS-INVALID"


def read_units(raw: bytes, name: str) -> tuple[Unit, ...]:
    """Return the units in a CSV file with the columns department, team, headcount.

    Parameters
    ----------
    raw
        The file's bytes, UTF-8.
    name
        The file's name, for messages.

    Raises
    ------
    UnitsInvalid
        With the line and column of the first thing that is wrong.
    """
    reader = read_list(raw, name, COLUMNS, UnitsInvalid)
    units = tuple(_units(reader, name))
    if not units:
        raise UnitsInvalid(f"{name} has no teams. Add one line for each team.")
    return units


def units_sha256(units: Iterable[Unit]) -> str:
    """Return the hash of a staff list: departments, teams and head-counts in order."""
    rows = [[unit.department, unit.team, unit.headcount] for unit in units]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _units(reader: "csv.DictReader[str]", name: str) -> Iterator[Unit]:
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(reader):
        where = f"{name}, line {reader.line_num}"
        department, team = (_unit_name(line, column, where) for column in COLUMNS[:2])
        if (department, team) in seen:
            raise UnitsInvalid(f"{where}: team {team!r} of {department!r} stands there twice.")
        seen.add((department, team))
        yield Unit(number, department, team, _headcount(line, where))


def _unit_name(line: Mapping[str, str], column: str, where: str) -> str:
    name = (line.get(column) or "").strip()
    if not name:
        raise UnitsInvalid(f"{where}, column {column}: empty. Every team needs a {column}.")
    if name == TOTAL or JOIN in name or not name.isprintable() or len(name) > 80:
        raise UnitsInvalid(
            f"{where}, column {column}: a name may not be {TOTAL!r}, hold {JOIN!r} or control"
            " characters, or be longer than 80 letters. Choose another name."
        )
    return name


def _headcount(line: Mapping[str, str], where: str) -> int:
    text = (line.get("headcount") or "").strip()
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise UnitsInvalid(
            f"{where}, column headcount: a whole number of people, 1 or more, is needed."
        )
    return int(text)
