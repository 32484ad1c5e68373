"""What a reader limited to departments sees of a release: their rows and the organisation's."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.release.content import Release
from analytics.release.model import (
    TOTAL,
    Analysis,
    AnalysisKind,
    Distribution,
    GroupMember,
)
from analytics.release.sight import absent, departments_of_rows, seen
from analytics.statistics.rows.between_waves import Programme, action_rows
from survey.access.scope import EVERYTHING, Scope
from survey.vocabulary import Sensitivity
from tests.charts_release import WAVE, made_up_release, mean, stepped

ROWS = {
    (TOTAL, TOTAL): ("Depot", "Hub", "Office", "Office + Depot", "Yard"),
    ("Hub", TOTAL): ("Hub",),
    ("Hub", "Days"): ("Hub",),
    ("Hub", "Nights"): ("Hub",),
    ("Office", TOTAL): ("Office",),
    ("Depot + Yard", TOTAL): ("Depot", "Yard"),
    ("Depot + Yard", "Fork + Gate"): ("Depot", "Yard"),
    ("Depot + Yard", "Crane"): ("Yard",),
    ("Office + Depot", TOTAL): ("Office + Depot",),
    ("Hub + Office", TOTAL): ("Hub", "Office"),
}
"""Every row of the release by what it counts; ``Office + Depot`` is one department's own name."""
UNITS = {
    ("Hub", "Days"): ("Hub", "Days"),
    ("Hub", "Nights"): ("Hub", "Nights"),
    ("Office", "Desk"): ("Office", "Desk"),
    ("Depot", "Fork"): ("Depot + Yard", "Fork + Gate"),
    ("Yard", "Gate"): ("Depot + Yard", "Fork + Gate"),
    ("Yard", "Crane"): ("Depot + Yard", "Crane"),
    ("Office + Depot", "Both"): ("Office + Depot", "Both"),
}
DAY = date(2026, 1, 1)
SCOPES = [Scope.of([name]) for name in ROWS[TOTAL, TOTAL]] + [
    Scope.of(["Hub", "Yard"]), Scope.of(["Nowhere"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def release() -> Release:
    groups = tuple(
        GroupMember(sensitivity=sensitivity, department=unit[0], team=unit[1],
                    group_department=row[0], group_team=row[1])
        for sensitivity in Sensitivity
        for unit, row in UNITS.items()
    )  # fmt: skip
    broken_down = mean("workload", 50, 5, 90, ("Hub + Office", TOTAL)).model_copy(
        update={"breakdown": "age", "category": "under 35"}
    )
    plain = [mean("workload", 50, 5, 30, row) for row in ROWS if row[0] != "Hub + Office"]
    return replace(
        made_up_release(),
        cells=(*plain, broken_down),
        participation=tuple(
            stepped(row[0], 0.5, 0.55) for row in ROWS if row[1] == TOTAL
        ),
        groups=groups,
        analyses=tuple(
            Analysis(wave=WAVE, analysis=AnalysisKind.GROUPS, department=row[0], team=row[1],
                     outcome="workload", statistic="above", value=0.5)
            for row in ROWS
        ),
        distributions=tuple(
            Distribution(measure="workload", item="one", department=row[0], n=30, low_step=1,
                         high_step=2, count=30)
            for row in ROWS
            if row[1] == TOTAL
        ),
    )  # fmt: skip


def rows_for(scope: Scope) -> set[tuple[str, str]]:
    """Return the rows that the truth table gives a scope."""
    return {
        row
        for row, counted in ROWS.items()
        if row == (TOTAL, TOTAL) or set(counted) & set(scope.departments)
    }


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_every_table_holds_the_rows_of_the_truth_table_and_no_other(
    release: Release, scope: Scope
) -> None:
    view = seen(release, scope)
    wanted = rows_for(scope)
    departments = {row for row in wanted if row[1] == TOTAL}
    assert {(one.department, one.team) for one in view.cells} == wanted
    assert {(one.department, one.team) for one in view.analyses} == wanted
    assert {(one.department, TOTAL) for one in view.participation} == departments
    assert {(one.department, TOTAL) for one in view.distributions} == departments
    assert view.scope == scope


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_what_is_about_the_organisation_is_everybodys(release: Release, scope: Scope) -> None:
    view = seen(release, scope)
    assert (view.manifest, view.estimates) == (release.manifest, release.estimates)
    assert (view.measures, view.breakdowns) == (release.measures, release.breakdowns)
    assert view.whole is release


def test_without_a_limit_it_is_the_release_itself(release: Release) -> None:
    assert seen(release, EVERYTHING) is release
    assert seen(seen(release, SCOPES[0]), EVERYTHING) is release


def test_a_view_is_taken_of_the_release_and_not_of_a_view(release: Release) -> None:
    hub, office = Scope.of(["Hub"]), Scope.of(["Office"])
    assert seen(seen(release, hub), office) == seen(release, office)


def test_the_teams_of_a_row_stay_together(release: Release) -> None:
    members = {(one.department, one.team) for one in seen(release, Scope.of(["Depot"])).groups}
    assert members == {("Depot", "Fork"), ("Yard", "Gate"), ("Yard", "Crane")}


def test_rows_count_the_departments_of_their_teams(release: Release) -> None:
    rows = departments_of_rows(release)
    for row in set(ROWS) - {(TOTAL, TOTAL), ("Hub + Office", TOTAL)}:
        assert rows[row] == set(ROWS[row])


def test_a_department_that_the_wave_does_not_have_is_named(release: Release) -> None:
    scope = Scope.of(["Hub", "Nowhere"])
    assert absent(seen(release, scope), scope) == ("Nowhere",)


def test_what_is_worked_out_over_all_groups_is_the_same_whoever_looks(release: Release) -> None:
    programme = Programme("aim", DAY, DAY, frozenset({("Hub", "Days")}))
    hub = seen(release, Scope.of(["Hub"]))
    assert list(action_rows(programme, hub, hub)) == list(action_rows(programme, release, release))
