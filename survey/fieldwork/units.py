"""The staff list: departments, teams and head-counts from a CSV or XLSX file. No names, ever."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.errors import BearingError, Said
from survey.fieldwork.named_list import ListLine, read_list
from survey.fieldwork.names import JOIN, TOTAL, one_form, problem, same_place, what_changed
from survey.fieldwork.tables.values import canonical, flaw
from survey.store.protocol import Unit

__all__ = ["JOIN", "TOTAL", "StaffList", "UnitsInvalid", "read_staff_list", "read_units",
           "units_sha256"]  # fmt: skip

COLUMNS: Final = ("department", "team", "headcount")
MOST: Final = 1_000_000
TOTALS: Final = frozenset(
    {"total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt"}
)
GROUPED: Final = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")


class UnitsInvalid(BearingError):
    """The staff list cannot be used as it is."""

    code: ClassVar[str] = "UNITS-INVALID"


class UnitTwins(UnitsInvalid):
    """Two names may be one place, or a team stands there twice: whoever made the list knows."""

    code: ClassVar[str] = "UNITS-TWINS"


@dataclass(frozen=True)
class StaffList:
    """The units of a staff list, and what was changed or left out in reading them."""

    units: tuple[Unit, ...]
    notes: tuple[Said, ...]


def read_units(raw: bytes, name: str) -> tuple[Unit, ...]:
    """Return the units of ``read_staff_list``."""
    return read_staff_list(raw, name).units


def read_staff_list(
    raw: bytes, name: str, chosen: Mapping[str, str] | None = None, *, join_twins: bool = False
) -> StaffList:
    """Return the units in a list of department, team and headcount, and what was changed.

    Parameters
    ----------
    raw
        The file's bytes: CSV with any usual separator, or XLSX.
    name
        The file's name, for messages and for its kind.
    chosen
        By column, the heading that stands for it, where it is none that is known.
    join_twins
        Names that differ in capital letters only are one place, spelt as it is spelt first, and
        a team that stands there twice is one team with the people of both lines.

    Raises
    ------
    UnitTwins
        Where names may be one place, unless ``join_twins`` says that they are.
    UnitsInvalid
        With the line and column of the first thing that is wrong.
    """
    listed = read_list(raw, name, COLUMNS, UnitsInvalid, chosen)
    notes = list(listed.notes)
    lines, total = _without_total(listed.lines)
    made = _Made(join_twins, notes)
    for line in lines:
        made.add(line)
    units = made.units
    if not units:
        raise UnitsInvalid("{name} has no teams. Add one line for each team.", name=name)
    if total is not None:
        notes.append(_total_note(total, sum(unit.headcount or 0 for unit in units)))
    return StaffList(tuple(units), tuple(notes))


class _Made:
    """The units of the lines so far, with the lines that name each for the first time."""

    def __init__(self, join: bool, notes: list[Said]) -> None:
        self._join = join
        self._notes = notes
        self._spelt: dict[tuple[str, ...], tuple[str, ListLine]] = {}
        self.units: list[Unit] = []

    def add(self, line: ListLine) -> None:
        """Add the team of a line. Raises ``UnitTwins`` or ``UnitsInvalid``."""
        department, team = (_unit_name(line, column, self._notes) for column in COLUMNS[:2])
        department = self._first_spelling(line, "department", (same_place(department),), department)
        place = (department, same_place(team))
        twice = place in self._spelt
        team = self._first_spelling(line, "team", place, team)
        people = _headcount(line)
        if twice:
            self._again(line, department, team, self._spelt[place][1], people)
        else:
            self.units.append(Unit(len(self.units), department, team, people))

    def _first_spelling(
        self, line: ListLine, column: str, place: tuple[str, ...], name: str
    ) -> str:
        first, earlier = self._spelt.setdefault(place, (name, line))
        if first == name:
            return name
        if not self._join:
            raise UnitTwins(
                "{place}, column {column}: {name!r} and {first!r} in line {earlier}"
                " differ in capital letters only. If they are one, write both alike; if they are"
                " two, give one of them another name.",
                place=line.place,
                column=column,
                name=name,
                first=first,
                earlier=earlier.number,
            )
        self._notes.append(
            Said(
                "{place}, column {column}: {name!r} read as {first!r}, as in line {earlier}.",
                place=line.place,
                column=column,
                name=name,
                first=first,
                earlier=earlier.number,
            )
        )
        return first

    def _again(
        self, line: ListLine, department: str, team: str, earlier: ListLine, people: int
    ) -> None:
        if not self._join:
            raise UnitTwins(
                "{place}: team {team!r} of {department!r} stands there twice; it is in line"
                " {earlier} too. Keep one of the two.",
                place=line.place,
                team=team,
                department=department,
                earlier=earlier.number,
            )
        at = next(
            at
            for at, unit in enumerate(self.units)
            if (unit.department, unit.team) == (department, team)
        )
        known = self.units[at]
        self.units[at] = Unit(known.id, department, team, (known.headcount or 0) + people)
        self._notes.append(
            Said(
                "{place}: {people} people added to team {team!r} of line {earlier}.",
                place=line.place,
                people=people,
                team=team,
                earlier=earlier.number,
            )
        )


def units_sha256(units: Iterable[Unit]) -> str:
    """Return the hash of a staff list: departments, teams and head-counts in order."""
    rows = [[unit.department, unit.team, unit.headcount] for unit in units]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _without_total(lines: tuple[ListLine, ...]) -> tuple[tuple[ListLine, ...], ListLine | None]:
    """Return the lines without a last one that only sums them up, and that one."""
    if len(lines) > 1:
        department, team = (one_form(lines[-1].cells[column]) for column in COLUMNS[:2])
        words = {same_place(each) for each in (department, team)} - {""}
        if words and words <= TOTALS and not (department and team):
            return lines[:-1], lines[-1]
    return lines, None


def _total_note(line: ListLine, people: int) -> Said:
    if canonical(line.cells["headcount"]) != str(people):
        raise UnitsInvalid(
            "{place}: this looks like a row of totals, and the teams above it are {people}"
            " people, which is another number. Delete the row, or correct the head-counts.",
            place=line.place,
            people=people,
        )
    return Said(
        "{place}: a row of totals, left out; it agrees with the {people} people above.",
        place=line.place,
        people=people,
    )


def _unit_name(line: ListLine, column: str, notes: list[Said]) -> str:
    written = line.cells[column]
    name = one_form(written)
    where = Said("{place}, column {column}", place=line.place, column=column)
    if not name:
        raise UnitsInvalid(
            "{where}: empty. Every team needs a {column}.", where=where, column=column
        )
    if wrong := problem(name):
        raise UnitsInvalid(
            "{where}: this name {wrong}. Choose another name.", where=where, wrong=wrong
        )
    if changed := what_changed(written):
        notes.append(
            Said("{where}: read as {name!r}, {changed}.", where=where, name=name, changed=changed)
        )
    return name


def _headcount(line: ListLine) -> int:
    written = line.cells["headcount"]
    text = canonical(written)
    if text.isdecimal() and text.isascii() and 1 <= int(text) <= MOST:
        return int(text)
    where = Said("{place}, column headcount", place=line.place)
    if unfinished := flaw(written):
        raise UnitsInvalid("{where}: {what}.", where=where, what=unfinished)
    if GROUPED.fullmatch(written.strip()):
        raise UnitsInvalid(
            "{where}: this may be a thousand or a fraction. Write a whole number of people"
            " without dots, commas or blanks.",
            where=where,
        )
    if text == "0":
        raise UnitsInvalid(
            "{where}: a whole number of people, 1 or more, is needed. Delete the line of a team"
            " in which nobody works.",
            where=where,
        )
    raise UnitsInvalid(
        "{where}: a whole number of people, 1 or more, is needed. Count people, not posts.",
        where=where,
    )
