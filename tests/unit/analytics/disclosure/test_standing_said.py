"""What follows from earlier releases is said before a wave opens, and counted afterwards."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from analytics.__main__ import app as analytics_app
from analytics.disclosure.planner import plan
from analytics.disclosure.standing.horizon import free_from, standing_on, still_standing
from analytics.disclosure.standing.said import said_after, said_before
from analytics.publish import publish
from analytics.release.reader import open_release
from survey.__main__ import app as survey_app
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.policy import HORIZON, Policy
from survey.fieldwork.waves import import_wave
from survey.fieldwork.ways import Ways
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.store.opening import close_store, open_store
from survey.store.protocol import Unit
from survey.vocabulary import WaveState
from tests.organisations import Row, answers_of_all, wave_of

EN = texts("en")
WAVE = wave_of([[9, 18, 13], [14, 12]])
SPRING = date(2025, 4, 1)
STOOD = replace(
    WAVE, name="a", state=WaveState.RELEASED, opened_on=SPRING, closed_on=SPRING, position=1
)
FREE = SPRING + timedelta(days=HORIZON)


def rows() -> list[Row]:
    return answers_of_all(WAVE)


def imported(workspace: Workspace, name: str, answers: list[Row], day: date) -> None:
    given = ImportedAnswers(WAVE.instrument, WAVE.units, tuple(answers), left_out=0, notes=())
    import_wave(workspace, open_store(workspace), name, given, WAVE.policy, day)


@pytest.mark.parametrize(("days", "stands"), [(-1, True), (0, False)])
def test_the_day_that_is_named_is_the_first_on_which_nothing_stands(
    days: int, stands: bool
) -> None:
    assert free_from([STOOD], Policy()) == FREE
    day = FREE + timedelta(days=days)
    assert bool(standing_on(day, Policy(), [STOOD])) is stands
    begun = replace(WAVE, name="b", state=WaveState.CLOSED, opened_on=day, closed_on=day)
    assert bool(still_standing(begun, [STOOD, begun])) is stands


def test_the_longer_horizon_of_both_counts() -> None:
    assert free_from([STOOD], Policy(horizon=700)) == SPRING + timedelta(days=700)


def test_what_was_never_published_does_not_stand() -> None:
    assert standing_on(SPRING, Policy(), [replace(STOOD, state=WaveState.CLOSED)]) == ()
    assert standing_on(SPRING, Policy(), [replace(STOOD, state=WaveState.WITHDRAWN)]) != ()


def test_nothing_is_said_where_nothing_stands() -> None:
    assert list(said_before([], Policy(), EN)) == []


def test_it_says_beside_what_and_until_when() -> None:
    said = list(said_before([STOOD], Policy(), EN))
    assert "a" in said[0]
    assert "ranges" in said[0]
    assert EN("screens.standing.moves") in said
    assert said[-1] == EN("screens.standing.free_from", day="26 January 2026")


@pytest.mark.parametrize(
    "standing",
    [
        (STOOD, replace(STOOD, name="b")),
        (replace(STOOD, state=WaveState.WITHDRAWN),),
        (replace(STOOD, units=(replace(STOOD.units[0], headcount=None), *STOOD.units[1:])),),
        (replace(STOOD, ways=Ways(open_links=True)),),
    ],
    ids=["two", "withdrawn", "without a staff list", "with open links"],
)
def test_a_list_of_moves_is_offered_only_where_it_can_help(standing: tuple[object, ...]) -> None:
    said = list(said_before(standing, Policy(), EN))  # type: ignore[arg-type]
    assert EN("screens.standing.moves") not in said


def test_a_plan_divides_no_row_that_stands(workspace: Workspace) -> None:
    """T0 and T1 were one row of 8 answers; each of them alone would be new."""
    few = [row for row in rows() if row[0] > 1] + [(0, (3, 0))] * 4 + [(1, (2, 1))] * 4
    imported(workspace, "a", few, SPRING)
    publish(workspace, open_store(workspace), "a")
    release = open_release(workspace.releases / "a")
    alone = plan(WAVE.units, 1.0, Policy()).conditions
    beside = plan(WAVE.units, 1.0, Policy(), [release]).conditions
    assert [row.team for row in alone.rows if row.department == "D0"] == ["T0", "T1", "T2"]
    assert [row.team for row in beside.rows if row.department == "D0"] == ["T0 + T1", "T2"]


def test_a_plan_beside_nothing_is_the_plan() -> None:
    units = (Unit(1, "D", "A", 20), Unit(2, "D", "B", 7))
    assert plan(units, 0.7, Policy(), ()) == plan(units, 0.7, Policy())


def test_the_command_line_says_it_when_opening_closing_and_publishing(
    workspace: Workspace,
) -> None:
    today = date.today()
    imported(workspace, "a", rows(), today)
    publish(workspace, open_store(workspace), "a")
    imported(workspace, "b", rows()[1:], today)
    close_store(workspace)
    place = {"BEARING_WORKSPACE": str(workspace.root)}
    units = workspace.root / "units.csv"
    units.write_text("department,team,headcount\nHub,Early,14\n", "utf-8")

    opened = CliRunner().invoke(survey_app, ["wave", "open", "c", "--units", str(units)], env=place)
    closed = CliRunner().invoke(survey_app, ["wave", "close", "c"], env=place)
    close_store(workspace)
    published = CliRunner().invoke(analytics_app, ["publish", "b"], env=place)

    for run in (opened, closed):
        assert run.exit_code == 0, run.output
        assert EN("screens.standing.beside", waves="a") in run.output
    release, store = open_release(workspace.releases / "b"), open_store(workspace)
    standing = still_standing(store.wave("b"), store.waves())
    (counted,) = said_after(release, standing, EN)
    assert published.exit_code == 0, published.output
    assert counted in published.output
    assert " 0 figures" not in counted


def test_a_guarded_release_is_said_to_show_numbers(workspace: Workspace) -> None:
    imported(workspace, "a", rows(), SPRING)
    imported(workspace, "b", rows(), SPRING)
    store = open_store(workspace)
    publish(workspace, store, "a")
    publish(workspace, store, "b", moves=[])
    release = open_release(workspace.releases / "b")
    standing = still_standing(store.wave("b"), store.waves())
    assert list(said_after(release, standing, EN)) == [EN("screens.standing.joined", waves="a")]
