"""A total whose rows end in ranges is off by no more than the release says, in random waves."""

import random
from collections.abc import Iterator

import pytest

from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Reason
from analytics.release.sight import seen
from analytics.release.totals_off import furthest_off, most_off
from survey.access.scope import Scope
from tests.organisations import Organisation, release_of, wave_of

SIZES = [[14, 12, 30], [20, 13, 40], [30, 14, 25], [22, 15, 33], [16, 17, 28], [13, 12, 31]]
ROUNDED = 0.05
"""A share is published with five digits: of four hundred people, so much of one."""


def organisation_of(seed: int, pain: float) -> Organisation:
    source = random.Random(seed)  # noqa: S311 - made-up answers, no secret
    wave = wave_of(SIZES)
    rows = tuple(
        (unit.id, (source.choice([1, 1, 1, 5, 5]), int(source.random() < pain)))
        for unit in wave.units
        for _ in range(unit.headcount or 0)
    )
    return Organisation(wave, rows)


def truth(organisation: Organisation, department: str, position: int) -> list[int]:
    names = {unit.id: unit.department for unit in organisation.wave.units}
    return [
        answers[position]  # type: ignore[misc]
        for unit, answers in organisation.rows
        if department in {TOTAL, names[unit]}
    ]


def off_by(release: Release, organisation: Organisation) -> Iterator[tuple[Cell, float]]:
    """Yield the totals of pain that are shown, and by how many people each is off in truth."""
    for cell in release.cells:
        if cell.measure == "back_pain" and cell.team == TOTAL and cell.status is CellStatus.SHOWN:
            said = truth(organisation, cell.department, 1)
            yield cell, abs((cell.value or 0) * len(said) - sum(said))


@pytest.mark.parametrize("seed", range(7))
def test_no_total_is_off_by_more_than_the_release_says(seed: int) -> None:
    """In waves 0, 1 and 6 the organisation's is off by 4 people and more."""
    organisation = organisation_of(seed, 0.12)
    release = release_of(organisation, b"t")
    totals = list(off_by(release, organisation))
    assert len(totals) > 3
    for cell, off in totals:
        assert off <= furthest_off(release, cell) + ROUNDED, cell
        assert (cell.reason is Reason.ENDS_INSIDE) == (furthest_off(release, cell) > 0)
    whole = next(off for cell, off in totals if cell.department == TOTAL)
    assert (whole > 3.9) == (seed in {0, 1, 6})
    said = most_off(release)
    limited = seen(release, Scope.of([totals[-1][0].department]))
    assert most_off(limited) == said, "the organisation's total is the same whoever looks"
    assert said is not None and said[1] >= whole - ROUNDED


def test_where_no_row_is_a_range_every_total_is_exact() -> None:
    release = release_of(organisation_of(1, 0.5))
    assert all(
        furthest_off(release, cell) == 0 for cell in release.cells if cell.measure == "back_pain"
    )
