"""What changed in each planned row since an earlier wave's staff list, as far as counts tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.disclosure.planner import PlannedRow
from survey.fieldwork.moves import Staff
from survey.fieldwork.names import same_place
from survey.store.protocol import Unit, Wave


@dataclass(frozen=True)
class ChangedRow:
    """A planned row and its people then and now; None then where a team of it was not there.

    At least the difference of the two came or went: who took another's place is in neither list.
    """

    row: PlannedRow
    then: int | None

    @property
    def few(self) -> int:
        """People by whom it grew or shrank; 0 where that is not known."""
        return 0 if self.then is None else abs(self.row.people - self.then)


def changed_rows(
    rows: Sequence[PlannedRow], now: Sequence[Unit], then: Sequence[Unit]
) -> tuple[ChangedRow, ...]:
    """Return the rows that do not have as many people as the same teams had then.

    Teams are followed by department and name, whatever their capital letters.
    """
    before = {_place(unit): unit.headcount or 0 for unit in then}
    places = {unit.id: _place(unit) for unit in now}
    found = (ChangedRow(row, _people(row, places, before)) for row in rows)
    return tuple(one for one in found if one.then != one.row.people)


@dataclass(frozen=True)
class MovedRow:
    """A planned row, and the people of it who are new to the organisation, came from another row,
    and those who went from it to another row or left."""

    row: PlannedRow
    joined: int
    came: int
    went: int
    left: int


def moved_rows(
    rows: Sequence[PlannedRow], units: Sequence[Unit], staff: Staff
) -> tuple[MovedRow, ...]:
    """Return the rows that people joined, left or changed, by everybody on both staff lists.

    Whoever changed teams within a row is of it then and now. A team that is no more has no row:
    who left it is in none.
    """
    names = {unit.id: (unit.department, unit.team) for unit in units}
    row_of = {names[unit]: at for at, row in enumerate(rows) for unit in row.units}
    counts = [dict.fromkeys(("joined", "came", "went", "left"), 0) for _ in rows]
    for (source, target), people in staff.items():
        before = None if source is None else row_of.get(source)
        now = None if target is None else row_of.get(target)
        if now is not None and now != before:
            counts[now]["joined" if source is None else "came"] += people
        if before is not None and before != now:
            counts[before]["left" if target is None else "went"] += people
    return tuple(
        MovedRow(row, **count)
        for row, count in zip(rows, counts, strict=True)
        if any(count.values())
    )


def last_with_staff(waves: Sequence[Wave]) -> Wave | None:
    """Return the wave opened last whose staff list is known."""
    listed = (wave for wave in waves if all(unit.headcount is not None for unit in wave.units))
    return max(listed, key=lambda wave: wave.position, default=None)


def _place(unit: Unit) -> tuple[str, str]:
    return same_place(unit.department), same_place(unit.team)


def _people(
    row: PlannedRow,
    places: Mapping[int, tuple[str, str]],
    before: Mapping[tuple[str, str], int],
) -> int | None:
    there = [before.get(places[unit]) for unit in row.units]
    return None if None in there else sum(people or 0 for people in there)
