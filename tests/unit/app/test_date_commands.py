"""Dates on the command line: typed in the organisation's time zone, done by ``survey due``."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.access.ledger import Action, entries
from survey.command_line import run
from survey.organisation.profile import Profile, keep_profile
from survey.settings import Workspace
from survey.store.duckdb_store import ANSWERS
from survey.store.opening import close_store, open_store
from survey.vocabulary import WaveState

UNITS = "department,team,headcount\nStores,Day,9\nStores,Night,8\n"
NOW = datetime.now(UTC)
CLOSES = (NOW + timedelta(days=10)).date()
LAST = CLOSES + timedelta(days=30)


@pytest.fixture
def units(tmp_path: Path) -> str:
    path = tmp_path / "units.csv"
    path.write_text(UNITS)
    return str(path)


def command(workspace: Workspace, *given: str) -> int:
    return run(app, [*given, "--workspace", str(workspace.root)])


def test_a_wave_is_opened_with_dates_of_the_organisations_zone(
    workspace: Workspace, units: str, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = ("wave", "open", "2026", "--units", units, "--closes", f"{CLOSES} 18:00")
    assert command(workspace, *opened) == 1
    assert "--time-zone" in capsys.readouterr().err
    assert open_store(workspace).waves() == ()
    keep_profile(workspace, Profile(time_zone="Asia/Tokyo"))
    more = ("--publish-at-close", "--keep-until", str(LAST))
    assert command(workspace, *opened, *more) == 0
    said = capsys.readouterr().out
    assert f"It closes by itself on {CLOSES} 18:00 (Asia/Tokyo), and is published then." in said
    assert f"destroyed by themselves after {LAST}" in said
    dates = open_store(workspace).wave("2026").dates
    assert dates.closes == datetime(CLOSES.year, CLOSES.month, CLOSES.day, 9, 0, tzinfo=UTC)
    details = entries(workspace)[-1].details
    assert details["closes"] == f"{CLOSES} 09:00 UTC"
    assert (details["keep_until"], details["zone"]) == (str(LAST), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--closes", "18.12.2099"), "2026-12-18 18:00"),
        (("--closes", "2020-01-01"), "before it opens"),
        (("--publish-at-close",), "say when the wave closes"),
        (("--closes", "2099-01-01", "--keep-until", "2098-01-01"), "keep them longer"),
        (("--closes", "2099-01-01", "--time-zone", "Berlin"), "no time zone"),
    ],
)
def test_dates_that_cannot_be_open_no_wave(
    workspace: Workspace, units: str, given: tuple[str, ...], said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    zone = () if "--time-zone" in given else ("--time-zone", "Europe/Berlin")
    assert command(workspace, "wave", "open", "2026", "--units", units, *given, *zone) == 1
    assert said in capsys.readouterr().err
    assert open_store(workspace).waves() == ()
    assert entries(workspace) == ()


def test_a_wave_is_prolonged_by_a_command(
    workspace: Workspace, units: str, capsys: pytest.CaptureFixture[str]
) -> None:
    zone = ("--time-zone", "Europe/Berlin")
    opened = ("wave", "open", "2026", "--units", units, "--closes", str(CLOSES), *zone)
    assert command(workspace, *opened) == 0
    assert command(workspace, "wave", "prolong", "2026", "--closes", str(CLOSES)) == 1
    assert "has to be later" in capsys.readouterr().err
    later = CLOSES + timedelta(days=3)
    assert command(workspace, "wave", "prolong", "2026", "--closes", f"{later} 12:00") == 0
    assert f"{later} 12:00 (Europe/Berlin)" in capsys.readouterr().out


def test_due_does_what_no_server_did(
    workspace: Workspace, units: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    zone = ("--time-zone", "Europe/Berlin")
    opened = ("wave", "open", "2026", "--units", units, "--closes", str(CLOSES), *zone)
    assert command(workspace, *opened, "--publish-at-close", "--keep-until", str(LAST)) == 0
    capsys.readouterr()
    assert command(workspace, "due") == 0
    assert capsys.readouterr().out == "Nothing is due.\n"
    close_store(workspace)
    monkeypatch.setattr("survey.__main__.utc_now", lambda: NOW + timedelta(days=11))
    assert command(workspace, "due") == 1  # two teams without an answer cannot be published
    said = capsys.readouterr()
    assert said.out == "Done: close 2026.\n"
    assert "Not done: publish 2026." in said.err
    assert open_store(workspace).wave("2026").state is WaveState.CLOSED
    assert entries(workspace)[-1].action is Action.PUBLISHING_FAILED
    monkeypatch.setattr("survey.__main__.utc_now", lambda: NOW + timedelta(days=60))
    assert command(workspace, "due") == 1
    assert "Done: purge 2026." in capsys.readouterr().out
    assert not (workspace.waves / "2026" / ANSWERS).exists()
    assert command(workspace, "due") == 0
    assert command(workspace, "verify") == 0
