"""What stands beside the cells (spread, distributions, rivals, a birthday) undoes no swapped end.

Each case was once an attack that succeeded.
"""

import math
import random
from dataclasses import replace

from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from survey.instruments.catalogue import load
from tests.divided import divided_organisation
from tests.organisations import Organisation, release_of, wave_of

CORE = load("core")


def team_rows(release: Release, measure: str) -> tuple[list[Cell], list[Cell]]:
    """The exact team rows of a measure, and the bounded ones."""
    rows = [
        cell for cell in release.cells
        if cell.measure == measure and cell.team != TOTAL and cell.breakdown == TOTAL
    ]  # fmt: skip
    exact = [cell for cell in rows if cell.status is CellStatus.SHOWN]
    return exact, [cell for cell in rows if cell.status is CellStatus.BOUNDED]


def ticks_of(cells: list[Cell], top: float) -> int:
    return sum(round((cell.value or 0.0) * (cell.n or 0) * top) for cell in cells)


def test_a_standard_deviation_does_not_tell_what_the_bounded_row_holds() -> None:
    """Squares are whole numbers: an exact spread would leave one sum, and with it eight answers."""
    source = random.Random(0)  # noqa: S311 - made-up answers
    wave = wave_of([[8] * 5, [8] * 5, [9] * 4])
    rows = [
        (unit.id, (1 if unit.id == 0 else source.randint(1, 5), source.randint(0, 1)))
        for unit in wave.units
        for _ in range(unit.headcount or 0)
    ]
    release = release_of(Organisation(wave, tuple(rows)))
    spread = next(cell for cell in release.cells if cell.statistic is Statistic.SD)
    exact, bounded = team_rows(release, "workload")
    people, value, half = spread.n or 0, spread.value or 0.0, 0.25
    assert len(bounded) == 1
    assert value == round(value * 2) / 2
    for ticks in range(5):
        between = (ticks_of(exact, 0.04) + ticks) ** 2 / people
        low, high = (((value + off) / 25) ** 2 * (people - 1) + between for off in (-half, half))
        assert math.floor(high) - math.ceil(low) >= 1, f"{ticks} is ruled out"


def test_a_scale_with_a_team_at_an_end_has_no_distribution() -> None:
    """All eight of a team said the lowest; the items' counts would tell the department's sum."""
    scale = next(scale for scale in CORE.scales if scale.key == "workload")
    turned = {place.item: place.turned for place in scale.items}
    source = random.Random(4)  # noqa: S311 - made-up answers
    wave = replace(wave_of([[8, 35, 35]]), instrument=CORE)

    def answer(unit: int, item: str) -> int:
        values = CORE.options_of(item).values
        if unit == 0 and item in turned:
            return values[-1] if turned[item] else values[0]
        return source.choice(values)

    rows = tuple(
        (unit.id, tuple(answer(unit.id, item) for item in CORE.item_by_key))
        for unit in wave.units
        for _ in range(unit.headcount or 0)
    )
    release = release_of(Organisation(wave, rows))
    assert team_rows(release, "workload")[1]
    assert "workload" not in {row.measure for row in release.distributions}
    assert release.distributions, "other scales keep theirs"


def test_the_rivals_say_no_more_than_the_cells() -> None:
    """Nobody has pain, or one in each team: the cells are the same, and so is the manifest."""
    told = {}
    for yes in (0, 1, 2):
        wave = wave_of([[10]] * 10)
        rows = tuple(
            (unit.id, (1 + person % 5, int(person < yes)))
            for unit in wave.units
            for person in range(10)
        )
        release = release_of(Organisation(wave, rows))
        pain = tuple(
            (cell.team, cell.low, cell.high) for cell in team_rows(release, "back_pain")[1]
        )
        told.setdefault(len(pain), set()).add(release.manifest.rivals)
    assert all(len(rivals) == 1 for rivals in told.values())


def test_a_birthday_between_two_waves_does_not_tell_that_persons_pain() -> None:
    """Nobody came, left or changed an answer; one person is in the next band."""
    found = set()
    for pain in (0, 1):
        organisation = divided_organisation([[20, 20], [22, 20]], seed=3, unsaid=0.0)
        at = next(
            place for place, (_, own) in enumerate(organisation.rows)
            if own[2] == 0 and own[1] == pain
        )  # fmt: skip
        unit, own = organisation.rows[at]
        older = list(organisation.rows)
        older[at] = (unit, (own[0], own[1], 1, own[3]))
        sums = [
            {cell.category: (cell.value or 0.0) * (cell.n or 0) for cell in release_of(each).cells
             if (cell.department, cell.breakdown, cell.measure) == (TOTAL, "b0", "back_pain")}
            for each in (organisation, replace(organisation, rows=tuple(older)))
        ]  # fmt: skip
        found.add((pain, round(sums[0]["Band 0"] - sums[1]["Band 0"])))
    assert found != {(0, 0), (1, 1)}, "the row they left falls by exactly what they said"
