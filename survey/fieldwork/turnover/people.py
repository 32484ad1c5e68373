"""Lists of people: who stands in which team, by a personal key that goes no further than here.

Only the process in ``counting`` calls this. No message and no note holds a key.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.moves import Move, Place
from survey.fieldwork.named_list import ListLine, read_list
from survey.fieldwork.names import one_form, same_place
from survey.fieldwork.tables.values import canonical

COLUMNS: Final = ("department", "team", "person")

People = Mapping[str, Place]
"""By personal key, the department and team."""


class PeopleInvalid(BearingError):
    """A list of people cannot be used as it is."""

    code: ClassVar[str] = "PEOPLE-INVALID"


@dataclass(frozen=True)
class Turnover:
    """What two lists of people come to: moves, and how many people each has by team."""

    moves: tuple[Move, ...]
    before: Mapping[Place, int]
    now: Mapping[Place, int]


def read_people(raw: bytes, name: str, key: str | None = None) -> People:
    """Return the people of a CSV or XLSX list with the columns of ``COLUMNS``.

    ``key`` is the heading of the column that tells people apart, where it is none that is known.
    Raises ``PeopleInvalid`` with the line and column of the first thing that is wrong.
    """
    chosen = {} if key is None else {"person": key}
    found: dict[str, tuple[Place, ListLine]] = {}
    for line in read_list(raw, name, COLUMNS, PeopleInvalid, chosen).lines:
        person = same_place(canonical(_filled(line, "person")))
        place = (one_form(_filled(line, "department")), one_form(_filled(line, "team")))
        if person in found:
            raise PeopleInvalid(
                "{place}: the person of line {earlier} again. Each person"
                " counts in one team: keep one of the two lines, and let the column that tells"
                " people apart be one that is different for everybody.",
                place=line.place,
                earlier=found[person][1].number,
            )
        found[person] = (place, line)
    if not found:
        raise PeopleInvalid("{name} has no people. It needs a line for each person.", name=name)
    return {person: place for person, (place, _) in found.items()}


def turnover(before: People, now: People) -> Turnover:
    """Return who joined, left and changed teams, in numbers."""
    moved = Counter(
        (before.get(person), now.get(person))
        for person in before.keys() | now.keys()
        if before.get(person) != now.get(person)
    )
    moves = [Move(source, target, people) for (source, target), people in moved.items()]
    moves.sort(key=lambda move: (move.before or ("", ""), move.now or ("", "")))
    return Turnover(tuple(moves), Counter(before.values()), Counter(now.values()))


def _filled(line: ListLine, column: str) -> str:
    text = line.cells[column]
    if not one_form(text):
        raise PeopleInvalid(
            "{place}, column {column}: empty. Fill it in for every person.",
            place=line.place,
            column=column,
        )
    return text
