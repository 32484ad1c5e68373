"""Counting two lists of people in a process of its own, so that no key stays with this one.

The lists go to the process by their paths, and only numbers come back. It may leave no core dump,
writes nothing, and what it would say of a failure goes nowhere.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.moves import Move, Place
from survey.fieldwork.turnover.people import PeopleInvalid, Turnover

CHILD: Final = "survey.fieldwork.turnover.child"
ROOT: Final = Path(__file__).parents[3]
SECONDS: Final = 300
"""For both lists; a list of a million people takes a tenth of it."""


class TurnoverNotCounted(BearingError):
    """The process that counts ended without an answer."""

    code: ClassVar[str] = "TURNOVER-NOT-COUNTED"


def count_turnover(before: Path, now: Path, key: str | None = None) -> Turnover:
    """Return who joined, left and changed teams between two lists of people, in numbers.

    The lists are CSV or XLSX files with a department, a team and a personal key in each line.

    ``key`` is the heading of the column that tells people apart, in both lists.

    Raises ``PeopleInvalid`` with file, line and column of what is wrong, and
    ``TurnoverNotCounted`` where the process failed.
    """
    asked = {"key": key, "lists": [str(path.resolve()) for path in (before, now)]}
    answer = _told(asked)
    if "refused" in answer:
        raise PeopleInvalid("{refused}", refused=answer["refused"])
    before_people, now_people = (_people(each) for each in (answer["before"], answer["now"]))
    moves = tuple(
        Move(_place(source), _place(target), people) for source, target, people in answer["moves"]
    )
    return Turnover(moves, before_people, now_people)


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        ended = subprocess.run(  # noqa: S603 - this product's own module, no shell
            [sys.executable, "-m", CHILD],
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise TurnoverNotCounted(
            "The lists could not be counted within {seconds} seconds. Nothing was kept; try again.",
            seconds=SECONDS,
        ) from failed
    if ended.returncode != 0:
        raise TurnoverNotCounted(
            "The lists could not be counted: the process that reads them ended with code"
            " {status}. Nothing was kept; try again.",
            status=ended.returncode,
        )
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def _people(rows: list[list[Any]]) -> dict[Place, int]:
    return {(department, team): people for department, team, people in rows}


def _place(pair: list[str] | None) -> Place | None:
    return None if pair is None else (pair[0], pair[1])
