"""What changed in each planned row since an earlier wave's staff list, as far as counts tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.disclosure.planner import PlannedRow
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
