"""Attacks on bounded rows by way of models: what a release tells beside its cells.

A row near its end is published as bounds ("0 to 2 of 9"). Any number that is made of the true
total beside it, less the exact rows, would tell what its few people said.
"""

import math
import random

import pytest

from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus, Estimate
from analytics.statistics.rows.groups import published_levels
from tests.organisations import Organisation, release_of, wave_of


def quiet_team(quiet: int) -> Organisation:
    """120 people; of the first team so many have back pain."""
    source = random.Random(1)  # noqa: S311 - made-up answers
    wave = wave_of([[12] * 5, [12] * 5])
    pains = [quiet, 4, 5, 6, 4, 7, 4, 5, 6, 5]
    return Organisation(wave, tuple(
        (unit.id, (source.randint(1, 5), int(person < pains[unit.id])))
        for unit in wave.units for person in range(12)))  # fmt: skip


def one_who_skipped(pain: int) -> Organisation:
    """120 people, one of whom leaves out the factor and says this about back pain."""
    source = random.Random(1)  # noqa: S311 - made-up answers
    wave, rows = wave_of([[12] * 5, [12] * 5]), []
    for unit in wave.units:
        for person in range(12):
            rush = source.randint(1, 5)
            rows.append((unit.id, (rush, int(person < 4 or source.random() < rush / 12))))
    return Organisation(wave, ((0, (None, pain)), *rows[1:]))


def bounded_rows(release: Release) -> int:
    return sum(
        cell.status is CellStatus.BOUNDED
        for cell in release.cells
        if cell.measure == "back_pain" and cell.team != TOTAL and cell.breakdown == TOTAL
    )


@pytest.mark.parametrize("quiet", [0, 1, 2])
def test_a_models_count_of_events_follows_from_published_numbers(quiet: int) -> None:
    """Whatever the bounded row holds, ``events`` is the published share of ``n`` in tens."""
    release = release_of(quiet_team(quiet))
    share = published_levels(release.cells)["back_pain"]
    shown = [row for row in release.estimates if row.estimate is not None]
    assert bounded_rows(release) == 1
    assert shown
    assert all(row.events == math.floor(share * row.n / 10 + 0.5) * 10 for row in shown)


def half_a_digit(value: float) -> float:
    return 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 2)


def share_by_risks(rows: list[Estimate]) -> tuple[float, float]:
    """risk difference = (prevalence ratio - 1) * share, so both together tell a share."""
    low, high = 0.0, 1.0
    for contrast in ("per 1 SD", "per 10 points"):
        own = {
            row.measure: row.estimate
            for row in rows
            if row.model == "unadjusted" and row.contrast == contrast and row.estimate
        }
        ratio, difference = own["prevalence_ratio"] or 1, own["risk_difference"] or 0
        ends = [(difference + b) / (ratio + a - 1)
                for a in (-half_a_digit(ratio), half_a_digit(ratio))
                for b in (-half_a_digit(difference), half_a_digit(difference))]  # fmt: skip
        low, high = max(low, min(ends)), min(high, max(ends))
    return low, high


@pytest.mark.parametrize("pain", [0, 1])
def test_a_ratio_and_a_difference_of_risks_tell_the_share_that_is_published(pain: int) -> None:
    """119 people are in the model and 120 in the cells: the share is that of the 120."""
    release = release_of(one_who_skipped(pain))
    published = published_levels(release.cells)["back_pain"]
    low, high = share_by_risks(list(release.estimates))
    assert {row.n for row in release.estimates} >= {119}
    assert low <= published <= high


@pytest.mark.parametrize("quiet", [0, 2])
def test_no_ratio_and_difference_of_risks_tell_what_a_bounded_row_holds(quiet: int) -> None:
    release = release_of(quiet_team(quiet))
    published = published_levels(release.cells)["back_pain"]
    low, high = share_by_risks(list(release.estimates))
    assert bounded_rows(release) == 1
    assert low <= published <= high
