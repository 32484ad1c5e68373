"""The command that exports a release, limited to departments."""

import csv
from pathlib import Path

import pytest

from analytics.__main__ import app
from analytics.release.writer import write_release
from survey.access.ledger import entries
from survey.command_line import run
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from tests.charts_release import WAVE, made_up_release


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    write_release(made.releases / WAVE, made_up_release())
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.root))
    return made


def export(to: Path, *departments: str) -> int:
    """Run the command and return how it ended."""
    limits = [word for name in departments for word in ("--department", name)]
    return run(app, ["export", WAVE, "--to", str(to), *limits])


@pytest.mark.parametrize("departments", [(), ("Office",), ("Office", "Production")])
def test_it_holds_those_departments_and_the_organisation_and_says_so(
    workspace: Workspace, tmp_path: Path, departments: tuple[str, ...]
) -> None:
    assert export(tmp_path / "out", *departments) == 0
    with (tmp_path / "out" / "cells.csv").open(newline="", encoding="utf-8-sig") as file:
        found = {row["department"] for row in csv.DictReader(file)}
    assert found == {"*", *(departments or ("Office", "Production"))}
    said = (tmp_path / "out" / "codebook.csv").read_text("utf-8-sig")
    assert (" + ".join(departments) in said) if departments else ("release,departments" not in said)
    read_me = (tmp_path / "out" / "README.txt").read_text("utf-8")
    limit = texts("en")("export.readme.scope", departments=", ".join(departments))
    assert (limit in read_me) is bool(departments)
    assert entries(workspace)[-1].details.get("departments") == (len(departments) or None)


def test_a_department_that_the_wave_does_not_have_is_named_and_nothing_is_written(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path / "out", "Office", "Yard") == 1
    assert "'Yard'. It has: Office, Production." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert not workspace.ledger.exists()
