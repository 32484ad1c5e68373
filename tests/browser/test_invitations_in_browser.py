"""Codes on a screen while the server runs: no impatient finger loses them, none is in a log."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from tests.form_wave import UNITS, WAVE
from tests.running import running

pytestmark = pytest.mark.browser

EN = texts("en")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    store = open_store(workspace)
    open_wave(workspace, store, WAVE, instrument=load("core"), policy=Policy(), units=UNITS)
    close_store(workspace)
    return workspace


def test_pressing_twice_loses_no_code_and_the_codes_open_the_form(
    chromium: Browser, workspace: Workspace, tmp_path: Path
) -> None:
    with running(tmp_path, workspace) as server:
        page = chromium.new_page(base_url=server.address, locale="en-GB")
        page.goto("/invitations")
        role = EN("screens.role.coordinator")
        page.get_by_role("button", name=EN("screens.sign_in.as", role=role)).click()
        page.get_by_role("button", name=EN("invitations.make_letters")).dblclick()
        with page.expect_download() as saving:
            page.get_by_role("button", name=EN("invitations.save_codes")).click()
        saving.value.save_as(tmp_path / "codes.csv")
        rows = list(csv.DictReader((tmp_path / "codes.csv").read_text("utf-8").splitlines()))
        assert len(rows) == sum(unit.headcount or 0 for unit in UNITS)
        page.get_by_role("button", name=EN("invitations.saved")).click()
        page.get_by_text(EN("invitations.all_made")).wait_for()
        page.goto(rows[0]["link"])
        page.locator(".promised").wait_for()
        page.close()
        log = server.output.read_text("utf-8")
    assert not any(row["code"] in log for row in rows)
