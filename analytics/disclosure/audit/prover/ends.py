"""Ends: groups of whom everybody or nobody said so, or nearly.

Of a group of any size: there must be a world in which its sum is a whole person's answer away
from the bottom, and one in which it is that far from the top. Then no part of the group is
settled either, for within an atom any answer may be anybody's.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.prover.attack import Attack
from analytics.disclosure.audit.prover.worlds import Question
from analytics.disclosure.audit.reading.parts import Part

NEARLY = 50
"""One person's answer in so many parts: closer to the end than one part is everybody or nobody."""


ENDS: Final = ("bottom", "top")


class Close(NamedTuple):
    """An atom of a part whose sum stays within one person's answer of an end."""

    part: int
    place: int
    end: str


def above_bottom(place: int, goal: int) -> Question:
    """Ask for a world in which an atom's sum is at least so far from the bottom."""
    return Question({place: 1.0}, goal)


def below_top(part: Part, place: int, full: int, goal: int) -> Question:
    """Ask for a world in which an atom's sum is at least so far from the top."""
    if part.size_at[place] < 0:
        return Question({place: -1.0}, goal - full * int(part.size[place]))
    return Question({place: -1.0, int(part.size_at[place]): float(full)}, goal)


def attack_ends(attack: Attack) -> list[Close]:
    """Report the atoms of whom all or none said so; return those that are close to an end."""
    full = attack.system.table.full
    people = {at: attack.people(at) for at in attack.sound()}
    first = _asked(attack, people, full)
    close = {at: [place for place in people[at] if not all(first[at][place])] for at in people}
    close = {at: places for at, places in close.items() if places}
    closer = _asked(attack, close, max(full // NEARLY, 1))
    waiting = []
    for at, places in close.items():
        for place in places if at not in attack.worlds.trouble else ():
            for end, far, near in zip(ENDS, first[at][place], closer[at][place], strict=True):
                if not far and near:
                    waiting.append(Close(at, place, end))
                elif not far:
                    _report_all(attack, at, place, end)
    return waiting


def report_close(attack: Attack, waiting: Iterable[Close]) -> None:
    """Report the atoms close to an end of whom nothing worse was found."""
    for part, place, end in waiting:
        if frozenset([place]) not in attack.settled.get(part, set()):
            what = f"all together are less than one person's answer away from the {end}"
            attack.report(Leak.NARROW, part, [place], what)


def _asked(
    attack: Attack, people: dict[int, list[int]], goal: int
) -> dict[int, dict[int, Sequence[bool]]]:
    full = attack.system.table.full
    questions = {
        at: [
            question
            for place in places
            for question in (
                above_bottom(place, goal),
                below_top(attack.parts[at], place, full, goal),
            )
        ]
        for at, places in people.items()
    }
    answers = attack.worlds.ask(questions)
    return {
        at: {
            place: [answer is not None for answer in answers[at][2 * order : 2 * order + 2]]
            for order, place in enumerate(places)
        }
        for at, places in people.items()
    }


def _report_all(attack: Attack, part: int, place: int, end: str) -> None:
    if attack.parts[part].sizes(attack.worlds.known[part])[:, place].max() == 1:
        attack.report(Leak.PERSON, part, [place], f"this is one person, and at the {end}")
        return
    yes_no = attack.system.table.full == 1
    said = {"bottom": "nobody said yes", "top": "everybody said yes"}[end]
    scale = f"everybody is at the {end} of the scale"
    attack.report(Leak.ALL_OR_NONE, part, [place], said if yes_no else scale)
