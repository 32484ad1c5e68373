"""Teams and numbers as they are typed in a command: ``Night=3``, or ``Stores/Night=3``."""

from collections.abc import Sequence
from typing import ClassVar

from survey.errors import BearingError, Either
from survey.fieldwork.names import same_place
from survey.store.protocol import Unit


class TeamCountInvalid(BearingError):
    """What was typed does not name one team of the wave and a number."""

    code: ClassVar[str] = "TEAM-COUNT"


def team_counts(typed: Sequence[str], units: Sequence[Unit], option: str) -> dict[int, int]:
    """Return the numbers by unit id; ``option`` is what they were typed after, for messages.

    A team is named alone, or after its department and a slash where two have its name. Raises
    ``TeamCountInvalid`` for what names no team, several, one twice, or no number from 1 on.
    """
    found: dict[int, int] = {}
    for text in typed:
        name, _, number = text.rpartition("=")
        if not name or not (number.isascii() and number.isdecimal() and int(number)):
            raise TeamCountInvalid(
                "{option} {text!r}: write a team and a number of people, such as"
                ' {option} "Night=3".',
                option=option,
                text=text,
            )
        unit = _named(name, units, option)
        if unit.id in found:
            raise TeamCountInvalid(
                "{option} {text!r}: that team stands there twice.", option=option, text=text
            )
        found[unit.id] = int(number)
    return found


def _named(name: str, units: Sequence[Unit], option: str) -> Unit:
    meant = same_place(name)
    whole = [unit for unit in units if same_place(f"{unit.department}/{unit.team}") == meant]
    found = whole or [unit for unit in units if same_place(unit.team) == meant]
    if not found:
        raise TeamCountInvalid(
            "{option}: there is no team {name!r} on the wave's staff list.",
            option=option,
            name=name,
        )
    if len(found) > 1:
        ways = Either(f"{unit.department}/{unit.team}" for unit in found[:3])
        raise TeamCountInvalid(
            "{option} {name!r}: that is more than one team. Write {ways}.",
            option=option,
            name=name,
            ways=ways,
        )
    return found[0]
