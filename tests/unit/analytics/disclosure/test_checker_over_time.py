"""The checker over time accepts ranges, and refuses a number that takes an answer away."""

from dataclasses import replace

import pytest

from analytics.composing.composition import compose
from analytics.disclosure.audit.checker import CertificateRefused, require_proven_over_time
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus
from tests.divided import divided_organisation
from tests.organisations import KEY, Organisation, tally_of


def waves() -> tuple[Release, Release, Organisation]:
    """A wave, and the next one without one person and with another."""
    before = divided_organisation([[12, 14, 9], [19, 7], [30]], seed=3)
    first = compose(before.wave, tally_of(before.wave, before.rows), KEY)
    after = Organisation(replace(before.wave, name="2027", position=1), before.rows[1:])
    tally = tally_of(after.wave, after.rows)
    return first, compose(after.wave, tally, KEY, standing=(first,)), before


@pytest.fixture(scope="module")
def both() -> tuple[Release, Release]:
    first, second, _ = waves()
    return first, second


def changed(release: Release, cell: Cell, **numbers: float) -> Release:
    cells = tuple(
        Cell.model_validate({**each.model_dump(), **numbers}) if each == cell else each
        for each in release.cells
    )
    return replace(release, cells=cells)


def ranges(release: Release) -> list[Cell]:
    return [cell for cell in release.cells if cell.status is CellStatus.BOUNDED]


def test_ranges_are_proven_and_counted(both: tuple[Release, Release]) -> None:
    first, second = both
    counted = require_proven_over_time([first], second)
    assert counted.rows >= len(ranges(second)) > 10
    assert counted.worlds > 4 * counted.rows


def test_nothing_is_counted_beside_no_release(both: tuple[Release, Release]) -> None:
    assert require_proven_over_time([], both[1]).rows == 0


@pytest.mark.parametrize("end", ["low", "high"])
def test_a_range_narrower_by_one_answer_is_refused(both: tuple[Release, Release], end: str) -> None:
    first, second = both
    cell = next(
        cell for cell in ranges(second)
        if cell.measure == "back_pain" and cell.team != TOTAL and (cell.low or 0) > 0
        and (cell.high or 0) < 1
    )  # fmt: skip
    one = (1 if end == "low" else -1) / (cell.n or 1)
    narrower = changed(second, cell, **{end: (getattr(cell, end) or 0) + one})
    with pytest.raises(CertificateRefused) as refused:
        require_proven_over_time([first], narrower)
    assert [refusal.measure for refusal in refused.value.refusals] == ["back_pain"]
    assert cell.team in refused.value.refusals[0].what


def test_two_releases_of_numbers_that_differ_by_one_person_are_refused() -> None:
    first, _, before = waves()
    wave = replace(before.wave, name="2027", position=1)
    alone = compose(wave, tally_of(wave, before.rows[1:]), KEY)
    with pytest.raises(CertificateRefused):
        require_proven_over_time([first], alone)
