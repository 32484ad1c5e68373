"""Sessions of staff: how long they last, what ends them, and what of them is on disk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey.access.sessions import ABSOLUTE, FILE, IDLE, begin, end, name_of
from survey.access.staff import add, sign_out_everywhere
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
PASSWORD = "a long enough password"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    add(made, "Alex", PASSWORD, Role.HR)
    return made


def test_a_session_is_read_from_disk_each_time_so_that_it_outlives_the_server(
    workspace: Workspace,
) -> None:
    session = begin(workspace, "Alex", now=NOON)
    assert name_of(Workspace(workspace.root), session, NOON) == "Alex"
    assert name_of(workspace, session + "x", NOON) is None
    assert name_of(workspace, "", NOON) is None


def test_the_id_is_not_on_disk_and_the_file_is_its_users_own(workspace: Workspace) -> None:
    session = begin(workspace, "Alex", now=NOON)
    path = workspace.secrets / FILE
    assert session not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0


def test_a_session_ends_after_a_while_without_a_page(workspace: Workspace) -> None:
    session = begin(workspace, "Alex", now=NOON)
    assert name_of(workspace, session, NOON + IDLE - timedelta(seconds=1)) == "Alex"
    assert name_of(workspace, session, NOON + 2 * IDLE - timedelta(seconds=2)) == "Alex"
    assert name_of(workspace, session, NOON + 3 * IDLE) is None


def test_a_session_in_steady_use_ends_all_the_same(workspace: Workspace) -> None:
    session = begin(workspace, "Alex", now=NOON)
    at = NOON
    while at < NOON + ABSOLUTE - timedelta(hours=1):
        at += timedelta(hours=1)
        assert name_of(workspace, session, at) == ("Alex" if at < NOON + ABSOLUTE else None)
    assert name_of(workspace, session, NOON + ABSOLUTE) is None


def test_a_clock_that_was_set_back_makes_no_session_last_longer(workspace: Workspace) -> None:
    session = begin(workspace, "Alex", now=NOON)
    assert name_of(workspace, session, NOON - timedelta(days=1)) is None


@pytest.mark.parametrize("late", [IDLE, ABSOLUTE])
def test_a_session_whose_end_was_seen_opens_no_more_when_the_clock_is_set_back(
    workspace: Workspace, late: timedelta
) -> None:
    session = begin(workspace, "Alex", now=NOON)
    assert name_of(workspace, session, NOON + late) is None
    assert name_of(workspace, session, NOON + timedelta(minutes=1)) is None


def test_a_clock_that_is_put_right_by_a_moment_signs_nobody_out(workspace: Workspace) -> None:
    session = begin(workspace, "Alex", now=NOON)
    assert name_of(workspace, session, NOON - timedelta(seconds=1)) is None
    assert name_of(workspace, session, NOON + timedelta(seconds=1)) == "Alex"


def test_a_new_sign_in_ends_the_session_that_the_browser_had(workspace: Workspace) -> None:
    old = begin(workspace, "Alex", now=NOON)
    new = begin(workspace, "Alex", old, NOON)
    assert name_of(workspace, old, NOON) is None
    assert name_of(workspace, new, NOON) == "Alex"


def test_signing_out_here_leaves_other_browsers_and_everywhere_leaves_none(
    workspace: Workspace,
) -> None:
    here, there = begin(workspace, "Alex", now=NOON), begin(workspace, "Alex", now=NOON)
    end(workspace, here)
    assert [name_of(workspace, one, NOON) for one in (here, there)] == [None, "Alex"]
    sign_out_everywhere(workspace, "Alex")
    assert name_of(workspace, there, NOON) is None


def test_a_name_that_is_struck_off_and_given_again_opens_no_old_session(
    workspace: Workspace,
) -> None:
    session = begin(workspace, "Alex", now=NOON)
    (workspace.secrets / "staff.json").write_text("{}", "utf-8")
    assert name_of(workspace, session, NOON) is None
    add(workspace, "Alex", PASSWORD, Role.COORDINATOR)
    assert name_of(workspace, session, NOON) is None
