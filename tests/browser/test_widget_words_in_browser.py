"""A German screen is German to the last button, and an English one English again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.running import running

pytestmark = pytest.mark.browser
DE, EN = texts("de"), texts("en")


def entered(page: Page, address: str) -> None:
    """Enter a demonstration as its coordinator, on a German screen."""
    page.goto(address)
    name = DE("screens.sign_in.as", role=DE(f"screens.role.{Role.COORDINATOR}"))
    page.get_by_role("button", name=name).click()


def test_widgets_and_the_page_itself_speak_the_readers_language(
    tmp_path: Path, chromium: Browser
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    with running(tmp_path, workspace) as server:
        page = chromium.new_page(locale="de-DE", viewport={"width": 1280, "height": 1200})
        blocked: list[str] = []
        page.on(
            "console", lambda said: "Content Security" in said.text and blocked.append(said.text)
        )
        entered(page, f"{server.address}/staff_list")
        field = page.get_by_test_id("stFileUploader")
        field.locator("button", has_text="Datei wählen").wait_for()
        expect(field).to_contain_text("höchstens")
        expect(field).not_to_contain_text("per file")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator("html")).to_have_attribute("dir", "ltr")

        page.get_by_text("English", exact=True).first.click()
        field.locator("button", has_text="Upload").wait_for()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.close()
    assert blocked == []
