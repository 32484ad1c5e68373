"""Participation, models and other results are attacked by the rules that they are under."""

from dataclasses import replace

import pytest

from analytics.disclosure.audit.promises import promise_findings
from analytics.release.content import Release
from analytics.release.model import Analysis, AnalysisKind, Cell, Estimate, Statistic
from tests.organisations import Organisation, release_of, wave_of


@pytest.fixture(scope="module")
def release() -> Release:
    wave = wave_of([[40, 30], [45, 35]])
    rows = tuple(
        (unit.id, (1 + (unit.id + person**2) % 5, int(person * (unit.id + 3) % 7 < 3)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    )
    return release_of(Organisation(wave, rows))


def participation(release: Release, **changes: object) -> Release:
    first, *rest = release.participation
    return replace(release, participation=(first.model_copy(update=changes), *rest))


def a_model(**changes: object) -> Estimate:
    made = Estimate(
        wave="2026", population="organisation", outcome="back_pain", model="unadjusted",
        factor="workload", contrast="per 1 SD", measure="odds_ratio", estimate=1.23, low=1.01,
        high=1.5, p=0.04, p_adjusted=0.04, n=150, events=50, clusters=4, method="made up",
    )  # fmt: skip
    return made.model_copy(update=changes)


def test_a_release_of_ours_keeps_its_promises(release: Release) -> None:
    assert release.participation
    assert promise_findings(release) == []
    assert promise_findings(replace(release, estimates=(a_model(),))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"department": "D9"},
        {"team": "T0"},
        {"low": 0.7, "high": 0.73},
        {"low": 0.71, "high": 0.76},
        {"value": 0.7241, "status": "shown"},
    ],
    ids=["of no group", "of a team", "too narrow", "off the steps", "exact"],
)
def test_participation_is_of_groups_that_are_shown_and_in_steps(
    release: Release, changes: dict[str, object]
) -> None:
    found = promise_findings(participation(release, **changes))
    assert {finding.code for finding in found} == {"AUDIT-RULE"}


@pytest.mark.parametrize("changes", [{"n": 99}, {"events": 9}, {"estimate": 1.234}, {"p": 0.04321}])
def test_a_model_rests_on_enough_answers_and_has_three_digits(
    release: Release, changes: dict[str, object]
) -> None:
    found = promise_findings(replace(release, estimates=(a_model(**changes),)))
    assert {finding.code for finding in found} == {"AUDIT-RULE"}


def test_a_spread_is_given_in_half_points(release: Release) -> None:
    spread = next(cell for cell in release.cells if cell.statistic is Statistic.SD)
    finer = spread.model_copy(update={"value": (spread.value or 0.0) + 0.13})
    found = promise_findings(replace(release, cells=(*release.cells, finer)))
    assert {finding.code for finding in found} == {"AUDIT-SPREAD"}


def test_any_other_result_rests_on_k_answers(release: Release) -> None:
    result = Analysis(
        wave="2026", analysis=AnalysisKind.JOB_STRAIN, outcome="back_pain", statistic="share",
        n=5, value=0.4, low=0.1, high=0.7,
    )  # fmt: skip
    found = promise_findings(replace(release, analyses=(result,)))
    assert {finding.code for finding in found} == {"AUDIT-BASE"}


def test_participation_is_what_is_meant(release: Release) -> None:
    cells: tuple[Cell, ...] = release.participation
    assert {cell.department for cell in cells} == {"*", "D0", "D1"}
