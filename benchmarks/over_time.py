"""What it costs that two waves tell nothing of the few who came or went between them.

``python -m benchmarks.over_time`` prints the tables of docs/adr/0011: on random organisations, on
the demonstration's waves and, where its file is, on the real survey's, each taken to lie within
the horizon. Nothing here is attacked; ``tests/unit/test_ranged_releases.py`` does that.
"""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from pathlib import Path
from statistics import mean, median

from analytics.composing.composition import draft
from analytics.disclosure.policy import default_policy
from analytics.disclosure.standing.ranges import Stood, range_since
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus
from sample_data.organisation import organisation, units
from sample_data.responses import answers
from survey.instruments.catalogue import load
from survey.store.protocol import Wave
from survey.vocabulary import WaveState
from tests import real_waves
from tests.organisations import tally_of

KEY = b"a key of the benchmarks"
RATES = (0.60, 0.75, 0.90)
TURNOVER = 0.06
"""Of a team's people in half a year, those who leave, and those who join."""
AGAIN = 0.5
"""Who answered before does so again more often, and who did not less: by this much of the rest."""
SAME = 0.6
"""Of stayers' answers, those that are the same half a year later; the others are drawn anew."""


@dataclass(frozen=True)
class Question:
    """A question: its name, ticks of one person, k, and the chance of each tick."""

    name: str
    full: int
    threshold: int
    draw: tuple[int, ...]


QUESTIONS = (
    Question("scale, conditions", 16, 6, (2, 4, 5, 6, 7, 8, 8, 9, 10, 11, 13)),
    Question("yes or no, health", 1, 10, (0, 0, 1)),
)


@dataclass
class Cost:
    """Counts over all rows of a wave that had one team each."""

    people: int = 0
    ranges: int = 0
    joined: int = 0
    half_widths: list[float] = field(default_factory=list)
    sampling: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)


def random_organisations(question: Question, rate: float, seed: int) -> Cost:
    """Two waves half a year apart of 300 teams of 6 to 30 people."""
    source = random.Random(seed)  # noqa: S311 - a simulation
    cost = Cost()
    for _ in range(300):
        size = source.randint(6, 30)
        then: dict[int, int] = {
            one: source.choice(question.draw) for one in range(size) if source.random() < rate
        }
        now: dict[int, int] = {}
        for one in range(size):
            if source.random() < TURNOVER:
                if source.random() < rate:
                    now[-1 - one] = source.choice(question.draw)
                continue
            again = rate + (1 - rate) * AGAIN if one in then else rate * AGAIN
            if source.random() < again:
                keeps = one in then and source.random() < SAME
                now[one] = then[one] if keeps else source.choice(question.draw)
        if min(len(then), len(now)) < question.threshold:
            continue
        count(cost, question, then, now)
    return cost


def count(cost: Cost, question: Question, then: dict[int, int], now: dict[int, int]) -> None:
    """Add one team's two waves to the costs."""
    n = len(now)
    room = range_since(
        [Stood(len(then), sum(then.values()), sum(then.values()))], n, question.full,
        question.threshold,
    )  # fmt: skip
    cost.people += n
    if room.holds(sum(now.values())):
        cost.ranges += n
        cost.half_widths.append(50 * (room.high - room.low) / (n * question.full))
    if abs(len(then) - n) >= question.threshold:
        cost.joined += n
    spread = sqrt(mean((x - mean(question.draw)) ** 2 for x in question.draw)) / question.full
    cost.sampling.append(100 * 1.96 * spread / sqrt(n))
    reach = (question.threshold - 1) // 2 + 0.5
    added = 100 * 1.96 * reach / sqrt(3) / n
    cost.drawn.append(sqrt(cost.sampling[-1] ** 2 + added**2))


def print_random() -> None:
    """Print what three constructions cost on random organisations."""
    print("| question | response | joined until they differ by k | draws, interval of 95 % |"
          " ranges | their half-width | sampling |")  # fmt: skip
    for question in QUESTIONS:
        for rate in RATES:
            cost = random_organisations(question, rate, 1)
            sampling = median(cost.sampling)
            print(
                f"| {question.name} | {rate:.0%} | {cost.joined / cost.people:.0%} own |"
                f" ± {median(cost.drawn):.0f} | {cost.ranges / cost.people:.0%} own |"
                f" ± {median(cost.half_widths):.0f} | ± {sampling:.0f} |"
            )


def own_rows(release: Release) -> Iterator[tuple[str, str, CellStatus, int, float]]:
    """Yield measure, team, status, answers and half-width in points of rows of one team."""
    for cell in release.cells:
        single = cell.team != TOTAL and " + " not in cell.team and cell.breakdown == TOTAL
        if single and cell.n and cell.low is not None and cell.high is not None:
            top = 1 if cell.statistic == "mean" else 100
            yield (cell.measure, f"{cell.department}/{cell.team}", cell.status, cell.n,
                   (cell.high - cell.low) * top / 2)  # fmt: skip


def print_pair(name: str, exact: Release, ranged: Release) -> None:
    """Print what the ranges keep of a release's own rows, and how wide they are."""
    before = {row[:2]: row for row in own_rows(exact)}
    after = {row[:2]: row for row in own_rows(ranged)}
    people = sum(row[3] for row in before.values())
    kept = sum(row[3] for key, row in before.items() if key in after)
    wide = {level: median(widths(ranged, level)) for level in ("department", "organisation")}
    print(
        f"| {name} | {len(before)} | {len(before.keys() & after.keys())} | {kept / people:.0%} |"
        f" ± {median(row[4] for row in before.values() if row[2] is CellStatus.SHOWN):.0f} |"
        f" ± {median(row[4] for row in after.values()):.0f} | ± {wide['department']:.0f} |"
        f" ± {wide['organisation']:.0f} |"
    )


def widths(release: Release, level: str) -> list[float]:
    """Return the half-widths in points of a level's ranges."""
    return [
        (cell.high - cell.low) * (1 if cell.statistic == "mean" else 100) / 2
        for cell in release.cells
        if cell.team == TOTAL and cell.low is not None and cell.high is not None
        and (cell.department == TOTAL) == (level == "organisation")
    ]  # fmt: skip


def demonstration() -> Iterator[tuple[str, Wave, list[tuple[int, tuple[int | None, ...]]]]]:
    """Yield the demonstration's published waves and their answers."""
    instrument = load("core")
    for place, moment in enumerate(organisation().waves[:3]):
        wave = Wave(moment.name, WaveState.CLOSED, instrument, default_policy(), units(),
                    date(2026, 1, 1), date(2026, 1, 1), None)  # fmt: skip
        yield moment.name, wave, list(answers(instrument, place))


def main() -> None:
    """Print all tables."""
    print_random()
    print("| wave | own rows | of them with a range | people in them | sampling | range |"
          " departments | organisation |")  # fmt: skip
    earlier: Release | None = None
    for name, wave, rows in demonstration():
        tally = tally_of(wave, rows)
        exact = draft(wave, tally, KEY).release
        if earlier is not None:
            print_pair(name, exact, draft(wave, tally, KEY, standing=(earlier,)).release)
        earlier = exact
    if real_waves.SURVEY.exists():
        print_real()


def print_real() -> None:
    """Print the same of the real survey, whose people are others in every wave."""
    earlier: Release | None = None
    for year in real_waves.YEARS:
        with tempfile.TemporaryDirectory() as folder:
            wave, tally = real_waves.closed_wave(Path(folder) / "workspace", year)
        exact = draft(wave, tally, KEY).release
        if earlier is not None:
            print_pair(year, exact, draft(wave, tally, KEY, standing=(earlier,)).release)
        earlier = exact


if __name__ == "__main__":
    main()
