"""What a release keeps beside one that still stands: own rows and their width, before and after.

``python -m benchmarks.ranges`` prints the table of docs/anonymity.md: random organisations at
four response rates, the demonstration's waves and, where its file is, the real survey's, each
wave taken to begin half a year after the one before. *Alone* is a release beside which none
stands; *without a list* and *with a list* of who joined, left or moved are beside one. *Nobody or
k* are the people in own rows of which nobody, or k people or more, answered in one of the waves
only: of these alone could numbers be shown to whoever knows who answered.
"""

import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from analytics.composing.composition import draft
from analytics.composing.tally import Tally
from analytics.disclosure.wave_guard import Since
from analytics.release.content import Release
from benchmarks.over_time import AGAIN, KEY, RATES, SAME, TURNOVER, demonstration, own_rows
from survey.fieldwork.moves import Move
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Sensitivity
from tests import real_waves
from tests.organisations import tally_of, wave_of

DEPARTMENTS, TEAMS = 20, 10
MOVING = 0.02
"""Of a team's people in half a year, those who go to another team."""
LEAST_KEPT = 0.6
"""Of the people with an own row alone, so many are to keep one."""


@dataclass
class Person:
    """Somebody on the staff list: the team, and the answers if they took part."""

    unit: int
    answers: tuple[int, int]
    took_part: bool


@dataclass(frozen=True)
class Moment:
    """A wave, what was answered in it, and who moved since the one before, if that is known."""

    name: str
    wave: Wave
    tally: Tally
    moves: tuple[Move, ...] | None = None
    changed: Mapping[str, int] = field(default_factory=dict)
    """By row of one team, the people who answered in this wave only or in the one before only."""


def said(source: random.Random) -> tuple[int, int]:
    """Return the answers of one person: a step of a scale, and pain in a third of them."""
    return source.choice((1, 2, 2, 3, 3, 3, 4, 4, 5)), int(source.random() < 1 / 3)


def random_moments(rate: float, seed: int) -> tuple[Moment, Moment]:
    """Return two waves half a year apart of 200 teams of 6 to 30 people."""
    source = random.Random(seed)  # noqa: S311 - a simulation
    sizes = [[source.randint(6, 30) for _ in range(TEAMS)] for _ in range(DEPARTMENTS)]
    wave = wave_of(sizes)
    staff = [
        Person(unit.id, said(source), source.random() < rate)
        for unit in wave.units
        for _ in range(unit.headcount or 0)
    ]
    before = _moment("before", wave, staff)
    flows: Counter[tuple[int | None, int | None]] = Counter()
    changed: Counter[int] = Counter()
    for at, one in enumerate(staff):
        staff[at], same = _half_a_year_later(one, len(wave.units), rate, source, flows)
        now_there = staff[at]
        if not (same and one.unit == now_there.unit and one.took_part == now_there.took_part):
            changed.update(each.unit for each in (one, now_there) if each.took_part)
    sizes_now = Counter(one.unit for one in staff)
    units = tuple(replace(unit, headcount=sizes_now[unit.id]) for unit in wave.units)
    now = replace(wave, units=units, position=1)
    by_row = {f"{unit.department}/{unit.team}": changed[unit.id] for unit in units}
    later = _moment("now", now, staff)
    return before, replace(later, moves=tuple(_moves(flows, units)), changed=by_row)


def _half_a_year_later(
    one: Person,
    teams: int,
    rate: float,
    source: random.Random,
    flows: Counter[tuple[int | None, int | None]],
) -> tuple[Person, bool]:
    """The same person, or whoever took the place of one who left; and whether it is the same."""
    if source.random() < TURNOVER:
        flows[one.unit, None] += 1
        flows[None, one.unit] += 1
        return Person(one.unit, said(source), source.random() < rate), False
    unit = one.unit
    if source.random() < MOVING:
        unit = source.randrange(teams)
        flows[one.unit, unit] += unit != one.unit
    again = rate + (1 - rate) * AGAIN if one.took_part else rate * AGAIN
    answers = one.answers if source.random() < SAME else said(source)
    return Person(unit, answers, source.random() < again), True


def _moves(flows: Counter[tuple[int | None, int | None]], units: Sequence[Unit]) -> Iterator[Move]:
    place = {unit.id: (unit.department, unit.team) for unit in units}
    for (then, now), people in flows.items():
        if people:
            yield Move(
                None if then is None else place[then], None if now is None else place[now], people
            )


def _moment(name: str, wave: Wave, staff: Iterable[Person]) -> Moment:
    rows = [(one.unit, one.answers) for one in staff if one.took_part]
    return Moment(name, replace(wave, name=name), tally_of(wave, rows))


def print_pair(name: str, before: Moment, now: Moment) -> None:
    """Print a line of the table for conditions and one for health."""
    first = draft(before.wave, before.tally, KEY).release
    alone = draft(now.wave, now.tally, KEY).release
    ranged = draft(now.wave, now.tally, KEY, standing=(first,)).release
    listed = _with_list(first, before, now)
    total = now.tally.responses
    for sensitivity in ("conditions", "health"):
        own = {entry.key for entry in now.wave.instrument.measures.values()
               if entry.sensitivity.value == sensitivity}  # fmt: skip
        columns = [_rows(release, own) if release else None for release in (alone, ranged, listed)]
        today = columns[0] or {}
        people = sum(n for n, _ in today.values())
        kept, width = zip(*(_kept(today, column) for column in columns[1:]), strict=True)
        if people:
            share = people / (total * len({measure for measure, _ in today}))
            threshold = now.wave.policy.threshold(Sensitivity(sensitivity))
            print(f"| {name} | {sensitivity} | {share:.0%} | {kept[0]} | {kept[1]} |"
                  f" {_nobody_or_many(today, now.changed, threshold)} |"
                  f" ± {median(half for _, half in today.values()):.0f} | {width[0]} |"
                  f" {width[1]} |")  # fmt: skip


def _with_list(first: Release, before: Moment, now: Moment) -> Release | None:
    """The release beside the first one with a list of moves; None where there is no list."""
    if now.moves is None:
        return None
    since = Since(first, before.wave.units, now.moves)
    return draft(now.wave, now.tally, KEY, since=since, standing=(first,)).release


Rows = dict[tuple[str, str], tuple[int, float]]
"""By measure and team, the answers behind an own row and its half-width in points."""


def _rows(release: Release, measures: set[str]) -> Rows:
    return {
        (measure, place): (n, half)
        for measure, place, _, n, half in own_rows(release)
        if measure in measures
    }


def _nobody_or_many(today: Rows, changed: Mapping[str, int], threshold: int) -> str:
    """The people in own rows that nobody changed, or k people and more."""
    if not changed:
        return ""
    people = sum(n for (_, place), (n, _) in today.items() if not 0 < changed[place] < threshold)
    return f"{people / sum(n for n, _ in today.values()):.0%}"


def _kept(today: Rows, after: Rows | None) -> tuple[str, str]:
    """Of the people with an own row today those who keep one, and its half-width."""
    if not after:
        return "", ""
    kept = sum(n for key, (n, _) in today.items() if key in after)
    share = kept / sum(n for n, _ in today.values())
    enough = "" if share >= LEAST_KEPT else " (too few)"
    return f"{share:.0%}{enough}", f"± {median(half for _, half in after.values()):.0f}"


def main() -> None:
    """Print the table."""
    print(
        "| waves | questions | own row alone | keep it without a list | with a list |"
        " nobody or k | half-width alone | without | with |\n|---|---|---|---|---|---|---|---|---|"
    )
    for rate in (*RATES, 1.0):
        print_pair(f"random, {rate:.0%}", *random_moments(rate, 1))
    made = [Moment(name, wave, tally_of(wave, rows)) for name, wave, rows in demonstration()]
    for before, now in pairwise(made):
        print_pair(f"demonstration, {now.name}", before, now)
    if not real_waves.SURVEY.exists():
        print(f"The real survey is left out: there is no {real_waves.SURVEY.name}.")
        return
    with tempfile.TemporaryDirectory() as folder:
        real = [Moment(year, *real_waves.closed_wave(Path(folder) / year, year))
                for year in real_waves.YEARS]  # fmt: skip
    for before, now in pairwise(real):
        print_pair(f"real survey, {now.name}", before, now)


if __name__ == "__main__":
    main()
