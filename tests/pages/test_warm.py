"""The first page waits for nothing that the server could have done before."""

from pathlib import Path

import pytest

from pages.shell import release_choice
from pages.shell.warm import warm
from tests.charts_release import WAVE
from tests.pages.conftest import MakeWorkspace


def test_the_releases_are_open_before_the_first_page(
    make_workspace: MakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace()
    warm()
    monkeypatch.setattr(release_choice, "open_release", None)
    assert [one.manifest.wave for one in release_choice.whole()] == [WAVE]


def test_a_release_that_cannot_be_opened_stops_no_server(
    make_workspace: MakeWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    workspace = make_workspace()
    damaged: Path = workspace.releases / WAVE / "manifest.json"
    damaged.write_text("{}", "utf-8")
    warm()
    assert "A release cannot be opened: " in caplog.text
