"""The pure parts behind the pages: tables, selections, differences, links, change, files."""

import io
import zipfile
from pathlib import Path

import pytest

from analytics.charts.clear_links import clear_links
from analytics.charts.whereabouts import groups_and_organisation
from analytics.release.model import (
    TOTAL,
    Analysis,
    AnalysisKind,
    Cell,
    CellStatus,
    GroupMember,
    Statistic,
)
from analytics.statistics.change_reading import Move, latest_move
from pages.shell.differences import clear_differences, difference_words
from pages.shell.files import archive
from pages.shell.language import from_browser
from pages.shell.not_shown import pooled_rows
from pages.shell.selection import (
    departments_and_organisation,
    main_cells,
    main_outcome,
    organisation_cell,
    shown_measures,
    without_divided,
)
from pages.shell.table import Entry, html
from pages.shell.trends import comparable
from survey.i18n.catalogue import languages, texts
from survey.vocabulary import MeasureRole, Sensitivity
from tests.charts_release import made_up_release

RELEASE = made_up_release()
EN = texts("en")
STAFF_LANGUAGES = languages()


def test_a_table_escapes_what_people_named_their_teams() -> None:
    drawn = html("Teams <b>", ["Team"], [["<script>alert(1)</script>", "a & b"]], "en")
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "a &amp; b" in drawn
    assert "Teams &lt;b&gt;" in drawn


def test_a_table_names_its_columns_and_rows_for_screen_readers() -> None:
    drawn = html("Teams", ["Team", "Workload"], [["Stores", "62"]], "de")
    assert '<th role="columnheader" scope="col">Workload</th>' in drawn
    assert '<th role="rowheader" scope="row">Stores</th>' in drawn
    assert '<td role="cell" data-label="Workload"><span>62</span></td>' in drawn
    assert "<caption>Teams</caption>" in drawn
    assert 'lang="de"' in drawn


@pytest.mark.parametrize("status", [CellStatus.WITHHELD, CellStatus.BOUNDED])
def test_a_number_that_is_withheld_or_bounded_is_marked_in_the_table(status: CellStatus) -> None:
    drawn = html("Teams", ["Team", "Pain"], [["Stores", Entry("Too few answers", status)]], "en")
    assert f'data-label="Pain" class="{status}"><span>Too few answers</span></td>' in drawn


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de-AT", "de"),
        ("de_DE", "de"),
        ("en-GB", "en"),
        ("fr-FR", "fr"),
        ("ja-JP", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_the_browser_speaks_first_and_english_is_for_all_others(
    locale: str | None, language: str
) -> None:
    assert from_browser(locale, STAFF_LANGUAGES) == language


def test_groups_are_teams_and_departments_that_have_none() -> None:
    workload = [one for one in main_cells(RELEASE) if one.measure == "workload"]
    groups = without_divided(RELEASE, groups_and_organisation(workload))
    rows = {(one.department, one.team) for one in groups}
    assert rows == {
        (TOTAL, TOTAL),
        ("Production", "Assembly"),
        ("Production", "Night shift + Stores"),
        ("Production", "Maintenance"),
        ("Office", TOTAL),
    }


def test_a_wider_row_of_health_is_left_out_where_its_teams_have_rows_of_their_own() -> None:
    wider = ("Production", "Assembly + Maintenance")
    rows = {one.measure: one for one in RELEASE.cells if (one.department, one.team) == wider}
    assert rows["workload"].status is CellStatus.WITHHELD
    kept = without_divided(RELEASE, rows.values())
    assert rows["workload"] not in kept
    assert rows["back_pain_12m"] in kept


def test_a_team_that_is_shown_together_with_others_keeps_its_row_and_its_words() -> None:
    together = [
        one for one in RELEASE.cells if one.measure == "back_pain_12m" and one.team == "Maintenance"
    ]
    assert together[0].status is CellStatus.WITHHELD
    assert without_divided(RELEASE, together) == tuple(together)


def test_a_department_stands_for_teams_that_are_all_shown_elsewhere() -> None:
    whole = wave(40, 50).model_copy(update={"department": "Office"})
    hidden = Cell(
        wave="w",
        department="Office",
        team="Desk",
        measure="workload",
        statistic=Statistic.MEAN,
        status=CellStatus.WITHHELD,
    )
    assert groups_and_organisation([whole, hidden]) == (whole, hidden)


def test_departments_stand_without_their_teams() -> None:
    rows = {(one.department, one.team) for one in departments_and_organisation(RELEASE.cells)}
    assert rows == {(TOTAL, TOTAL), ("Production", TOTAL), ("Office", TOTAL)}


def test_breakdowns_and_spreads_are_no_rows_of_a_page() -> None:
    spread = RELEASE.cells[0].model_copy(update={"statistic": Statistic.SD})
    women = RELEASE.cells[0].model_copy(update={"breakdown": "sex", "category": "women"})
    changed = made_up_release()
    assert set(main_cells(changed)) == set(changed.cells)
    extended = type(changed)(**{**changed.__dict__, "cells": (spread, women)})
    assert main_cells(extended) == ()


def test_the_main_outcome_is_the_first_one_modelled() -> None:
    outcome = main_outcome(RELEASE)
    assert outcome is not None
    assert outcome.key == "back_pain_12m"


def test_a_clear_difference_is_one_whose_interval_excludes_the_organisation() -> None:
    factors = shown_measures(RELEASE, MeasureRole.FACTOR)
    found = clear_differences(RELEASE, groups_and_organisation(RELEASE.cells), factors)
    assert found
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    for one in found:
        whole = organisation_cell(RELEASE, one.cell.measure)
        assert whole is not None
        assert whole.value is not None
        assert not (one.cell.low or 0) <= whole.value <= (one.cell.high or 0)


def test_a_difference_is_said_with_both_numbers_intervals_and_bases() -> None:
    factors = shown_measures(RELEASE, MeasureRole.FACTOR)
    cells = [one for one in RELEASE.cells if one.team == "Assembly"]
    first = clear_differences(RELEASE, cells, factors)[0]
    assert difference_words(first, EN) == (
        "Physical load in Assembly (Production): 66 (54 to 78), 24 answers."
        " That is worse than in the organisation as a whole: 43 (39 to 47), 276 answers."
    )


def test_clear_links_leave_out_intervals_with_one_and_estimates_without_a_number() -> None:
    adjusted = [one for one in RELEASE.estimates if one.model == "adjusted"]
    assert [one.factor for one in clear_links(adjusted)] == ["physical_load", "workload", "control"]


def test_pooled_teams_are_listed_with_their_group_and_others_are_not() -> None:
    assert pooled_rows(RELEASE.groups, Sensitivity.CONDITIONS) == [
        ["Night shift", "Production", "Night shift + Stores"],
        ["Stores", "Production", "Night shift + Stores"],
    ]


def wave(low: float, high: float) -> Cell:
    """Return a mean with an interval."""
    return Cell(
        wave="w",
        measure="workload",
        statistic=Statistic.MEAN,
        n=50,
        value=(low + high) / 2,
        low=low,
        high=high,
        status=CellStatus.SHOWN,
    )


def moved_by(low: float | None, high: float | None) -> Analysis:
    """Return a change of a mean with its interval."""
    value = None if low is None or high is None else (low + high) / 2
    return Analysis(
        wave="w", analysis=AnalysisKind.CHANGE, outcome="workload", statistic="difference",
        value=value, low=low, high=high, reason="" if value is not None else "too_few_answers",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "move"),
    [
        (1, 6, Move.HIGHER),
        (-5, -1, Move.LOWER),
        (-4, 1, Move.SAME),
        (None, None, Move.UNKNOWN),
    ],
)
def test_a_wave_differs_from_the_last_where_the_interval_of_the_change_leaves_out_none(
    low: float | None, high: float | None, move: Move
) -> None:
    assert latest_move(moved_by(low, high)) is move


def test_one_wave_alone_cannot_be_compared() -> None:
    assert latest_move(None) is Move.UNKNOWN


def test_a_department_is_compared_only_with_itself_made_of_the_same_teams() -> None:
    workload = RELEASE.measure("workload")
    assert comparable([RELEASE, RELEASE], workload) == ["Office", "Production"]

    joined = GroupMember(
        sensitivity=Sensitivity.CONDITIONS,
        department="Production",
        team="Paint shop",
        group_department="Production",
        group_team="Paint shop",
    )
    grown = type(RELEASE)(**{**RELEASE.__dict__, "groups": (*RELEASE.groups, joined)})
    assert comparable([RELEASE, grown], workload) == ["Office"]


def test_an_archive_has_the_same_bytes_on_any_day(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name)
    paths = [tmp_path / "b.csv", tmp_path / "a.csv"]
    first = archive(paths)
    for path in paths:
        path.touch()
    assert archive(reversed(paths)) == first
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == ["a.csv", "b.csv"]
