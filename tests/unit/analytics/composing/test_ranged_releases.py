"""Waves close together are published as ranges, waves apart as ever, and none is refused."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from analytics.__main__ import app
from analytics.composing import composition
from analytics.composing.standing_releases import attackable
from analytics.disclosure.audit import AuditFailed
from analytics.disclosure.audit.over_time import findings_over_time
from analytics.disclosure.standing.horizon import days_apart, still_standing
from analytics.disclosure.standing.ranges import Range, Stood, range_since
from analytics.publish import publish
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus, Manifest, Reason
from analytics.release.reader import open_release
from survey.access.ledger import Action, entries
from survey.fieldwork.crowding import Although
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.moves import Move, MovesInvalid
from survey.fieldwork.other_people import Others, waves_of_others
from survey.fieldwork.policy import HORIZON, Policy
from survey.fieldwork.waves import DateInvalid, import_wave, withdraw
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from tests.organisations import Row, answers_of_all, wave_of

WAVE = wave_of([[9, 18, 13], [14, 12], [30, 40]])
SPRING = date(2025, 4, 1)


def rows() -> list[Row]:
    return answers_of_all(WAVE)


def published(
    workspace: Workspace,
    name: str,
    answers: Sequence[Row],
    day: date | None = None,
    moves: Sequence[Move] | None = None,
    others: Others | None = None,
) -> Release:
    store = open_store(workspace)
    imported = ImportedAnswers(WAVE.instrument, WAVE.units, tuple(answers), left_out=0, notes=())
    import_wave(workspace, store, name, imported, WAVE.policy, day, others=others)
    publish(workspace, store, name, moves=moves, although=Although.JOINED)
    return open_release(workspace.releases / name)


def exact(release: Release) -> list[str]:
    return [cell.team for cell in release.cells if cell.status is CellStatus.SHOWN]


def test_two_imports_that_differ_by_one_person_tell_nothing_of_that_person(
    workspace: Workspace,
) -> None:
    first = published(workspace, "a", rows())
    second = published(workspace, "b", rows()[1:])
    assert exact(first)
    assert exact(second) == []
    assert {cell.reason for cell in second.cells} == {Reason.SINCE_EARLIER}
    assert (second.estimates, second.analyses, second.distributions) == ((), (), ())
    assert findings_over_time([first], second) == []


def test_whatever_the_one_person_said_the_second_release_is_the_same(tmp_path: Path) -> None:
    """The first release fixes the ranges: who left may have said anything."""
    texts = []
    for said in ((1, 0), (5, 1)):
        workspace = Workspace(tmp_path / str(said))
        create(workspace, WorkspaceKind.REAL)
        other = (6 - said[0], 1 - said[1])
        first = published(workspace, "a", [(1, said), (1, other), *rows()])
        second = published(workspace, "b", [(1, other), *rows()])
        close_store(workspace)
        texts.append([cell.model_dump_json() for cell in (*first.cells, *second.cells)
                      if cell.breakdown == TOTAL])  # fmt: skip
    assert texts[0] == texts[1]


def test_the_same_wave_twice_is_published_with_every_row(workspace: Workspace) -> None:
    first = published(workspace, "a", rows())
    second = published(workspace, "b", rows())
    ranges = [cell.team for cell in second.cells if cell.status is CellStatus.BOUNDED]
    teams = [cell.team for cell in first.cells if cell.n and cell.statistic != "sd"]
    assert len(ranges) == len(teams)


def test_a_team_that_changed_by_more_than_few_can_is_not_shown(workspace: Workspace) -> None:
    published(workspace, "a", rows())
    angry = [(unit, (5, 1)) if unit == 1 else (unit, said) for unit, said in rows()]
    second = published(workspace, "b", angry)
    statuses = {cell.team: cell.status for cell in second.cells
                if (cell.department, cell.measure) == ("D0", "workload")}  # fmt: skip
    assert statuses["T1"] is CellStatus.WITHHELD
    assert statuses["T2"] is CellStatus.BOUNDED


def test_a_withdrawn_release_still_stands(workspace: Workspace) -> None:
    published(workspace, "a", rows())
    withdraw(workspace, open_store(workspace), "a")
    assert exact(published(workspace, "b", rows()[1:])) == []


def test_a_wave_of_other_people_stands_beside_none_before_it_and_beside_all_after(
    workspace: Workspace,
) -> None:
    published(workspace, "a", rows())
    second = published(workspace, "b", rows()[1:], others=Others.ORGANISATION)
    assert exact(second)
    assert entries(workspace)[-2].details["others"] == "organisation"
    store = open_store(workspace)
    others = waves_of_others(workspace)
    assert others == {"b"}
    assert still_standing(store.wave("b"), store.waves(), others) == ()
    assert attackable(workspace, store, "b") == ()
    published(workspace, "c", rows())
    third = still_standing(store.wave("c"), store.waves(), others)
    assert [wave.name for wave in third] == ["a", "b"]


def test_waves_a_year_apart_are_published_as_ever(workspace: Workspace) -> None:
    published(workspace, "a", rows(), SPRING)
    second = published(workspace, "b", rows()[1:], SPRING + timedelta(days=335))
    assert len(exact(second)) > 5
    assert second.analyses


@pytest.mark.parametrize(("days", "stands"), [(HORIZON - 1, True), (HORIZON, False)])
def test_the_horizon_ends_on_its_day(workspace: Workspace, days: int, stands: bool) -> None:
    published(workspace, "a", rows(), SPRING)
    second = published(workspace, "b", rows(), SPRING + timedelta(days=days))
    assert (exact(second) == []) is stands


def test_an_import_says_when_its_answers_were_given(workspace: Workspace) -> None:
    published(workspace, "a", rows(), SPRING)
    wave = open_store(workspace).wave("a")
    assert (wave.opened_on, wave.closed_on) == (SPRING, SPRING)
    entry = next(e for e in entries(workspace) if e.action is Action.ANSWERS_IMPORTED)
    assert entry.details["given_on"] == "2025-04-01"
    assert days_apart(wave, wave) == 0


def test_answers_are_not_given_tomorrow(workspace: Workspace) -> None:
    with pytest.raises(DateInvalid, match="still to come"):
        published(workspace, "a", rows(), date.today() + timedelta(days=1))
    assert open_store(workspace).waves() == ()


def test_a_wave_that_one_person_left_is_not_refused(workspace: Workspace) -> None:
    """With a list of moves it was."""
    published(workspace, "a", rows())
    units = [(u.department, u.team, u.headcount) for u in WAVE.units]
    assert ("D0", "T0", 9) in units
    moves = [Move(("D0", "T0"), None, 1), Move(None, ("D0", "T0"), 1)]
    second = published(workspace, "b", rows()[1:], moves=moves)
    assert exact(second) == []
    assert [cell for cell in second.cells if cell.status is CellStatus.BOUNDED]


def test_a_list_by_which_nobody_came_or_left_shows_everything(workspace: Workspace) -> None:
    first = published(workspace, "a", rows())
    second = published(workspace, "b", rows(), moves=[])
    assert exact(second) == exact(first)
    released = [e for e in entries(workspace) if e.action is Action.WAVE_RELEASED]
    assert "guarded" not in released[0].details
    assert released[1].details["guarded"] == "by moves"


AGAIN = {
    "one person did not answer again": rows()[1:],
    "one did not say how much work it is": [(0, (None, rows()[0][1][1])), *rows()[1:]],
    "one answered for another team": [(1, rows()[0][1]), *rows()[1:]],
}


@pytest.mark.parametrize("case", AGAIN)
def test_a_list_of_staff_proves_nothing_where_not_everybody_answered(
    workspace: Workspace, case: str
) -> None:
    """By the list nobody came or left, and still the two waves differ by one person's answers."""
    first = published(workspace, "a", rows())
    second = published(workspace, "b", AGAIN[case], moves=[])
    assert exact(second) == []
    assert not second.manifest.guarded
    assert findings_over_time([first], second) == []


def test_a_list_proves_nothing_beside_a_wave_that_not_everybody_answered(
    workspace: Workspace,
) -> None:
    first = published(workspace, "a", rows()[1:])
    second = published(workspace, "b", rows(), moves=[])
    assert exact(second) == []
    assert findings_over_time([first], second) == []


def test_a_list_that_does_not_add_up_publishes_nothing(workspace: Workspace) -> None:
    published(workspace, "a", rows())
    with pytest.raises(MovesInvalid, match="does not add up"):
        published(workspace, "b", rows()[1:], moves=[Move(("D0", "T0"), None, 1)])
    assert not (workspace.releases / "b").exists()


def audited(workspace: Workspace, name: str, *options: str) -> Result:
    close_store(workspace)
    place = {"BEARING_WORKSPACE": str(workspace.root)}
    return CliRunner().invoke(app, ["audit", name, *options], env=place)


def test_the_audit_of_a_workspace_attacks_the_earlier_releases_too(workspace: Workspace) -> None:
    published(workspace, "a", rows())
    published(workspace, "b", rows()[1:])
    run = audited(workspace, "b")
    assert run.exit_code == 0, run.output


@pytest.mark.parametrize("answers", [rows(), rows()[1:]], ids=["all", "all but one"])
@pytest.mark.parametrize("options", [(), ("--again",)], ids=["checked", "again"])
def test_the_audit_finds_a_list_that_was_taken_for_who_answered(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[Row],
    options: tuple[str, ...],
) -> None:
    published(workspace, "a", rows())
    monkeypatch.setattr(composition, "numbers_beside", lambda *_counted: True)
    assert published(workspace, "b", answers, moves=[]).manifest.guarded
    run = audited(workspace, "b", *options)
    if len(answers) == len(rows()):
        assert run.exit_code == 0, run.output
        return
    assert isinstance(run.exception, AuditFailed)
    assert {one.code for one in run.exception.findings} == {"AUDIT-TIME-LIST"}


@pytest.mark.parametrize(
    ("earlier", "n", "expected"),
    [
        ([Stood(10, 5, 5)], 10, Range(3, 7)),
        ([Stood(11, 5, 5)], 10, Range(2, 7)),
        ([Stood(10, 5, 5)], 11, Range(3, 8)),
        ([Stood(20, 9, 9)], 10, Range(0, 9)),
        ([Stood(10, 5, 5), Stood(10, 3, 7)], 10, Range(1, 9)),
        ([Stood(10, 1, 1)], 10, Range(0, 3)),
    ],
)
def test_the_range_is_what_fewer_than_six_people_can_change(
    earlier: list[Stood], n: int, expected: Range
) -> None:
    """Of 10 then and 10 now, two may have left and two joined; of 11 then, three and two."""
    assert range_since(earlier, n, full=1, threshold=6) == expected


def test_a_horizon_is_raised_and_never_lowered() -> None:
    assert Policy().horizon_days == HORIZON
    assert Policy(horizon=700).horizon_days == 700
    with pytest.raises(ValueError, match="180"):
        Policy(horizon=179)


def test_a_policy_from_before_the_horizon_keeps_its_hash() -> None:
    old = '{"conditions":6,"health":10,"participation_cap":90,"participation_step":5}'
    assert Policy.model_validate_json(old).document == old


def test_a_publishing_that_stopped_after_the_seal_is_recorded_as_it_was_begun(
    workspace: Workspace,
) -> None:
    """Whether moves guard a release follows from how it was made, not from who resumes it."""
    published(workspace, "a", rows())
    assert resumed(workspace, "b", begun_with=[], resumed_with=None).guarded
    assert not resumed(workspace, "c", begun_with=None, resumed_with=[]).guarded
    released = [e for e in entries(workspace) if e.action is Action.WAVE_RELEASED]
    assert ["guarded" in e.details for e in released] == [False, True, False]


def resumed(
    workspace: Workspace,
    name: str,
    begun_with: Sequence[Move] | None,
    resumed_with: Sequence[Move] | None,
) -> Manifest:
    """Publish a wave, stop between the seal and the registry, and publish it again."""
    store = open_store(workspace)

    def stop(_name: str, _release: str) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(store, "mark_released", stop)
        published(workspace, name, rows(), moves=begun_with)
    return publish(workspace, store, name, moves=resumed_with)


def test_a_wave_after_one_that_moves_guard_is_published(workspace: Workspace) -> None:
    """The first two are exact, and settle alone what whoever equates the last two would read."""
    first = published(workspace, "a", rows())
    second = published(workspace, "b", rows(), moves=[])
    third = published(workspace, "c", rows()[1:])
    assert exact(first) == exact(second) != exact(third) == []
    assert findings_over_time([first, second], third) == []
