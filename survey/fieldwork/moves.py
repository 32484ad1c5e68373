"""Moves between two waves: how many people went from which team to which. No names, ever."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.errors import BearingError, Said
from survey.fieldwork.named_list import ListLine, read_list
from survey.fieldwork.names import one_form, same_place
from survey.fieldwork.tables.values import canonical
from survey.fieldwork.units import MOST
from survey.store.protocol import Unit

COLUMNS: Final = ("from_department", "from_team", "to_department", "to_team", "people")

Place = tuple[str, str]
"""A department's name and a team's in it."""

Staff = Mapping[tuple[Place | None, Place | None], int]
"""People by where they were then and are now; None where they were not on the staff list."""


class MovesInvalid(BearingError):
    """The list of moves cannot be used as it is."""

    code: ClassVar[str] = "MOVES-INVALID"


@dataclass(frozen=True)
class Move:
    """People who went from one team to another; from None they joined, to None they left."""

    before: Place | None
    now: Place | None
    people: int


def read_moves(raw: bytes, name: str) -> tuple[Move, ...]:
    """Return the moves in a CSV or XLSX file with the columns of ``COLUMNS``.

    Both ``from`` columns are empty for those who joined, both ``to`` columns for those who left.
    Those who stayed in their team are not listed. Raises ``MovesInvalid`` with the line of the
    first thing that is wrong.
    """
    return tuple(_move(line) for line in read_list(raw, name, COLUMNS, MovesInvalid).lines)


def written_moves(moves: Iterable[Move]) -> str:
    """Return a list of moves as the CSV that ``read_moves`` reads."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for move in moves:
        rows.writerow([*(move.before or ("", "")), *(move.now or ("", "")), move.people])
    return text.getvalue()


def staff_on_both(
    before: Iterable[Unit], now: Iterable[Unit], moves: Iterable[Move]
) -> dict[tuple[Place | None, Place | None], int]:
    """Return everybody on either staff list by where they were and are, stayers included.

    Raises ``MovesInvalid`` where the moves and the two lists do not add up: a team's people then,
    less those who went, must be its people now, less those who came.
    """
    staff: dict[tuple[Place | None, Place | None], int] = {}
    for move in moves:
        pair = (move.before, move.now)
        staff[pair] = staff.get(pair, 0) + move.people
    then_people, now_people = _headcounts(before), _headcounts(now)
    _require_known(staff, then_people, now_people)
    for place in sorted(set(then_people) | set(now_people)):
        went = sum(people for (source, _), people in staff.items() if source == place)
        came = sum(people for (_, target), people in staff.items() if target == place)
        stayed = then_people.get(place, 0) - went
        if stayed < 0 or stayed != now_people.get(place, 0) - came:
            raise MovesInvalid(
                "{team!r} of {department!r} had {before} people, of whom"
                " {went} went, and has {now}, of whom {came} came: this does"
                " not add up. Correct the list of moves.",
                team=place[1],
                department=place[0],
                before=then_people.get(place, 0),
                went=went,
                now=now_people.get(place, 0),
                came=came,
            )
        if stayed:
            staff[place, place] = stayed
    return staff


def _require_known(staff: Staff, before: Mapping[Place, int], now: Mapping[Place, int]) -> None:
    for source, target in staff:
        for place, known, which in ((source, before, Said("earlier")), (target, now, Said("new"))):
            if place is not None and place not in known:
                raise MovesInvalid(
                    "{team!r} of {department!r} is not on the {which} staff list."
                    " {like}Write the names as they stand there.",
                    team=place[1],
                    department=place[0],
                    which=which,
                    like=_like(place, known),
                )


def _like(place: Place, known: Mapping[Place, int]) -> Said | str:
    """Return a sentence that names the place on a list that differs in capital letters only."""
    for department, team in known:
        if [same_place(department), same_place(team)] == [same_place(name) for name in place]:
            return Said(
                "There it is written {team!r} of {department!r}. ", team=team, department=department
            )
    return ""


def _headcounts(units: Iterable[Unit]) -> dict[Place, int]:
    counts = {}
    for unit in units:
        if unit.headcount is None:
            raise MovesInvalid(
                "The head-count of {team!r} of {department!r} is unknown, so moves"
                " cannot be checked against it. They need two waves with staff lists.",
                team=unit.team,
                department=unit.department,
            )
        counts[one_form(unit.department), one_form(unit.team)] = unit.headcount
    return counts


def _move(line: ListLine) -> Move:
    where = line.place
    before, now = _place(line, "from"), _place(line, "to")
    if before == now:
        raise MovesInvalid(
            "{where}: nobody moves here. List only those who joined, left or changed teams.",
            where=where,
        )
    text = canonical(line.cells["people"])
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text) <= MOST:
        raise MovesInvalid(
            "{where}, column people: a whole number, 1 or more, is needed.", where=where
        )
    return Move(before, now, int(text))


def _place(line: ListLine, side: str) -> Place | None:
    department, team = (
        one_form(line.cells[f"{side}_{column}"]) for column in ("department", "team")
    )
    if not department and not team:
        return None
    if not department or not team:
        raise MovesInvalid(
            "{place}: {side}_department and {side}_team go together. Fill both, or neither.",
            place=line.place,
            side=side,
        )
    return department, team
