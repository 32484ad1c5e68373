"""New codes while a wave is open: for lost, spoilt or undelivered ones, and for people who join."""

import csv
from datetime import date
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.access.ledger import entries
from survey.command_line import run
from survey.fieldwork.codes import normal_form
from survey.fieldwork.invitations import handing_out, issue
from survey.fieldwork.participation import participation
from survey.fieldwork.policy import Policy
from survey.fieldwork.rounds import Order, Reason
from survey.fieldwork.waves import open_wave
from survey.settings import Workspace
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from tests.instruments import small_instrument

pytestmark = pytest.mark.both_stores

UNITS = (Unit(0, "Stores", "Day", 6), Unit(1, "Stores", "Night", 4))


@pytest.fixture
def store(workspace: Workspace) -> Store:
    store = open_store(workspace)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=UNITS)
    return store


def invite(workspace: Workspace, out: Path, *options: str) -> int:
    return run(app, ["invite", "2026", "--out", str(out), *options, "--workspace",
                     str(workspace.root)])  # fmt: skip


def codes_in(file: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with file.open(newline="", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["team"], []).append(normal_form(row["code"]))
    return found


def answer(store: Store, *codes: str) -> list[CodeStanding]:
    return store.redeem([Submission("2026", code, (3, 1)) for code in codes])


FRESH, REPLACED = CodeStanding.FRESH, CodeStanding.REPLACED


def test_three_lost_letters(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    assert invite(workspace, tmp_path / "first.csv") == 0
    old = codes_in(tmp_path / "first.csv")["Day"]
    again = invite(workspace, tmp_path / "again.csv", "--more", "Day=3", "--reason", "lost")
    assert again == 0
    new = codes_in(tmp_path / "again.csv")["Day"]
    assert len(new) == 3
    assert answer(store, *new) == [FRESH] * 3
    assert answer(store, *old) == [FRESH] * 3 + [REPLACED] * 3
    last = entries(workspace)[-1]
    assert (last.action.value, last.details) == (
        "codes given out again",
        {"codes": 3, "reason": "lost", "department": "Stores", "team": "Day"},
    )
    assert store.response_counts("2026") == {0: 6}


def test_a_list_that_was_never_saved(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    """Nobody has the old codes: whoever finds them later can do nothing with them."""
    lost = [one.code for one in issue(workspace, store, store.wave("2026"))]
    everybody = ("--more", "Stores/Day=6", "--more", "night=4", "--reason", "not-saved")
    assert invite(workspace, tmp_path / "new.csv", *everybody) == 0
    new = codes_in(tmp_path / "new.csv")
    assert {team: len(codes) for team, codes in new.items()} == {"Day": 6, "Night": 4}
    assert set(answer(store, *lost)) == {REPLACED}
    assert set(answer(store, *new["Day"], *new["Night"])) == {FRESH}


def test_whoever_joins_gets_a_code_and_the_list_stays_as_it_was(
    workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    """Thresholds and participation go by the list of the opening, so that nobody joins on paper."""
    issue(workspace, store, store.wave("2026"))
    before = participation(store, store.wave("2026"), date.today())
    assert invite(workspace, tmp_path / "new.csv", "--more", "Night=1", "--reason", "joined") == 0
    assert answer(store, *codes_in(tmp_path / "new.csv")["Night"]) == [FRESH]
    assert store.wave("2026").units == UNITS
    assert participation(store, store.wave("2026"), date.today()) == before
    last = entries(workspace)[-1]
    assert (last.action.value, last.details) == (
        "people joined", {"people": 1, "department": "Stores", "team": "Night"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--more", "Day=7", "--reason", "lost"), "7 codes to give out again, and 6 people"),
        (("--more", "Night=5", "--reason", "joined"), "5 more people, and 4 more may join"),
        (("--more", "Day=1"), "go together"),
        (("--reason", "lost"), "go together"),
        (("--more", "Noon=1", "--reason", "lost"), "no team 'Noon'"),
        (("--more", "Day=1", "--reason", "Ada lost hers"), "not-delivered"),
    ],
)
def test_what_is_refused_changes_nothing(
    workspace: Workspace,
    store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    said: str,
) -> None:
    issue(workspace, store, store.wave("2026"))
    before = entries(workspace)
    assert invite(workspace, tmp_path / "new.csv", *options) == 1
    assert said in capsys.readouterr().err
    assert entries(workspace) == before
    assert not (tmp_path / "new.csv").exists()


def test_old_codes_serve_until_the_new_ones_are_where_they_were_asked_for(
    workspace: Workspace, store: Store
) -> None:
    old = [one.code for one in issue(workspace, store, store.wave("2026"))]
    order = Order({0: 6}, Reason.SPOILT)
    with (
        pytest.raises(OSError, match="full"),
        handing_out(workspace, store, store.wave("2026"), order) as new,
    ):
        assert {store.check_code(one.code).standing for one in new} == {CodeStanding.UNKNOWN}
        raise OSError("the disk is full")
    assert {store.check_code(one.code).standing for one in new} == {CodeStanding.UNKNOWN}
    assert set(answer(store, *old)) == {FRESH}


def test_a_process_that_is_killed_leaves_no_code_waiting(
    workspace: Workspace, store: Store
) -> None:
    """Not even first ones: the team can be given codes as if nothing had been."""
    waiting = store.reserve_codes("2026", {0: 6, 1: 2})
    assert store.codes_by_unit("2026") == {0: 6, 1: 2}
    close_store(workspace)  # what a kill leaves on the disk
    again = open_store(workspace)
    assert again.codes_by_unit("2026") == {}
    assert again.check_code(waiting[0][0]).standing is CodeStanding.UNKNOWN
    assert len(issue(workspace, again, again.wave("2026"))) == 10


def test_codes_of_a_closed_wave_that_nobody_got_are_not_kept(
    workspace: Workspace, store: Store
) -> None:
    waiting = store.reserve_codes("2026", {0: 1})[0][0]
    [handed] = store.issue_codes("2026", {0: 1})[0]
    store.close_wave("2026")
    assert store.check_code(handed).standing is CodeStanding.CLOSED
    assert store.check_code(waiting).standing is CodeStanding.UNKNOWN
