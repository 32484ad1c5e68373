"""Ends: groups of whom everybody or nobody said so, or nearly.

Of a group of any size: there must be a world in which its sum is a whole person's answer away
from the bottom, and one in which it is that far from the top. Then no part of the group is
settled either, for within an atom any answer may be anybody's.
"""

from collections.abc import Sequence

from analytics.disclosure.audit.attack import Attack
from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.parts import Part
from analytics.disclosure.audit.worlds import Question

NEARLY = 50
"""One person's answer in so many parts: closer to the end than one part is everybody or nobody."""


def above_bottom(place: int, goal: int) -> Question:
    """Ask for a world in which an atom's sum is at least so far from the bottom."""
    return Question({place: 1.0}, goal)


def below_top(part: Part, place: int, full: int, goal: int) -> Question:
    """Ask for a world in which an atom's sum is at least so far from the top."""
    if part.size_at[place] < 0:
        return Question({place: -1.0}, goal - full * int(part.size[place]))
    return Question({place: -1.0, int(part.size_at[place]): float(full)}, goal)


def attack_ends(attack: Attack) -> None:
    """Report the atoms whose sum stays within one person's answer of an end."""
    full = attack.system.table.full
    people = {at: attack.people(at) for at in attack.sound()}
    first = _asked(attack, people, full)
    close = {at: [place for place in people[at] if not all(first[at][place])] for at in people}
    closer = _asked(attack, {at: places for at, places in close.items() if places},
                    max(full // NEARLY, 1))  # fmt: skip
    for at, places in close.items():
        for place in places if at not in attack.worlds.trouble else ():
            for end, far, near in zip(
                ("bottom", "top"), first[at][place], closer[at][place], strict=True
            ):
                if not far:
                    _report(attack, at, place, end, near)


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


def _report(attack: Attack, part: int, place: int, end: str, near: bool) -> None:
    if near:
        what = f"all together are less than one person's answer away from the {end}"
        attack.report(Leak.NARROW, part, [place], what)
        return
    yes_no = attack.system.table.full == 1
    said = {"bottom": "nobody said yes", "top": "everybody said yes"}[end]
    scale = f"everybody is at the {end} of the scale"
    attack.report(Leak.ALL_OR_NONE, part, [place], said if yes_no else scale)
