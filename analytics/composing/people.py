"""How many people may be behind answers: never more than the staff list names.

Whoever sent most of a team's answers knows them and subtracts them. So a team counts for no more
people than it has, and where more answers came, nobody knows which of them are too many.
"""

from collections.abc import Iterable, Mapping

from analytics.disclosure.crossings.areas import Answered
from analytics.disclosure.crossings.categories import Step
from survey.store.protocol import Unit

Place = tuple[int, tuple[Step, ...]]


def possible_people(answers: int, unit: Unit) -> int:
    """Return how many people may be behind a unit's answers; all where no head-count is known."""
    return answers if unit.headcount is None else min(answers, unit.headcount)


def within_headcounts(answered: Answered, units: Iterable[Unit]) -> Answered:
    """Return head-counts by breakdown answers in which no unit counts for more than its people.

    Where more answers came, those too many may all be in any category. So each place comes with
    several sizes a measure, one for each way to begin taking them away; the gate has to let each
    through. Where no unit has too many, nothing changes.
    """
    unit_of = {unit.id: unit for unit in units}
    places: dict[int, list[Place]] = {}
    for place in answered:
        places.setdefault(place[0], []).append(place)
    stuffed = {
        unit: sorted(own, key=str)
        for unit, own in places.items()
        if _too_many(answered, own, unit_of[unit])
    }
    if not stuffed:
        return answered
    ways = max(map(len, stuffed.values()))
    kept = {
        place: sizes * ways for place, sizes in answered.items() if place[0] not in stuffed
    }  # fmt: skip
    for unit, own in stuffed.items():
        kept |= _each_way(answered, own, unit_of[unit], ways)
    return {place: kept[place] for place in answered}


def _too_many(answered: Answered, own: Iterable[Place], unit: Unit) -> bool:
    totals = map(sum, zip(*(answered[place] for place in own), strict=True))
    return any(possible_people(total, unit) < total for total in totals)


def _each_way(
    answered: Answered, own: list[Place], unit: Unit, ways: int
) -> Mapping[Place, tuple[int, ...]]:
    found: dict[Place, tuple[int, ...]] = dict.fromkeys(own, ())
    for way in range(ways):
        begin = way % len(own)
        order = own[begin:] + own[:begin]
        columns = [
            _taken_away(column, unit)
            for column in zip(*(answered[place] for place in order), strict=True)
        ]
        for at, place in enumerate(order):
            found[place] += tuple(column[at] for column in columns)
    return found


def _taken_away(answers: tuple[int, ...], unit: Unit) -> list[int]:
    """Return answers by place without those too many, taken from the first places."""
    left = sum(answers) - possible_people(sum(answers), unit)
    kept = []
    for n in answers:
        kept.append(max(n - left, 0))
        left = max(left - n, 0)
    return kept
