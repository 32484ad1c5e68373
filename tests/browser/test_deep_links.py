"""A cold deep link: the first request that a server ever gets is for a staff page's address.

Streamlit serves a ``pages`` folder beside its main script by file name until a menu was drawn
once in the process, past every check. Each test here has a server of its own, for that reason.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.shell.guard import SESSION_KEY
from pages.shell.screens import SCREENS, Screen
from survey.i18n.catalogue import texts
from survey.settings import WorkspaceKind
from survey.vocabulary import Role
from tests.browser.server import fresh_server, messages, readable
from tests.charts_release import WAVE, made_up_release
from tests.running import Server

STAFF = [screen for screen in SCREENS if screen.roles]
EN = texts("en")


def traces(path: str) -> list[str]:
    """Return what only the page itself would say: its heading, its menu name, names, numbers."""
    release = made_up_release()
    units = {cell.department for cell in release.cells} | {cell.team for cell in release.cells}
    return [
        EN(f"screens.{path}.title"),
        EN(f"screens.menu.{path}"),
        WAVE,
        "112 of 276",
        "Odds ratio",
        *sorted(units - {"*"}),
    ]


@pytest.mark.parametrize("screen", STAFF, ids=lambda screen: screen.path)
def test_the_first_request_of_a_server_for_a_staff_page_shows_nothing_of_it(
    tmp_path: Path, screen: Screen
) -> None:
    file_name = Path(screen.file).stem
    with fresh_server(tmp_path) as server:
        for asked in (screen.path, file_name, f"{Path(screen.file).parent}/{file_name}"):
            received = messages(server, asked)
            said = readable(received)
            assert EN("screens.sign_in.title") in said or EN("screens.home.title") in said
            for trace in traces(screen.path):
                assert trace not in said, f"{trace!r} was sent to a visitor without a role"


def test_the_traces_looked_for_are_there_for_a_reader_with_a_role(tmp_path: Path) -> None:
    """Without this, the test above could pass because it looks for the wrong words."""
    with fresh_server(tmp_path) as server:
        said = readable(
            messages(server, "overview", widgets=(clicked("enter_as_hr", server, "overview"),))
        )
    found = {trace for trace in traces("overview") if trace in said}
    assert {EN("screens.overview.title"), WAVE, "112 of 276", "Odds ratio", "Office"} <= found


def clicked(key: str, server: Server, page: str) -> WidgetState:
    """Return the state of a button that was pressed, by the id that it has on a page."""
    for message in messages(server, page):
        element = message.delta.new_element
        if element.WhichOneof("type") == "button" and element.button.id.endswith(f"-{key}"):
            return WidgetState(id=element.button.id, trigger_value=True)
    raise AssertionError(f"There is no button {key}")


def test_a_role_cannot_be_forged_in_the_address_or_among_the_widgets(tmp_path: Path) -> None:
    forged = tuple(
        WidgetState(id=name, string_value="hr")
        for name in (SESSION_KEY, f"$$ID-0-{SESSION_KEY}", "role", "$$ID-0-role")
    )
    with fresh_server(tmp_path) as server:
        said = readable(messages(server, "overview", f"role=hr&{SESSION_KEY}=hr", forged))
    assert EN("screens.sign_in.title") in said
    assert WAVE not in said


def test_the_choice_of_role_pressed_upon_a_real_workspace_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "demonstration").mkdir()
    (tmp_path / "real").mkdir()
    with fresh_server(tmp_path / "demonstration") as server:
        pressed = {
            page: tuple(clicked(f"enter_as_{role}", server, page) for role in Role)
            for page in ("sign_in", "overview")
        }
    with fresh_server(tmp_path / "real", WorkspaceKind.REAL) as server:
        for page, buttons in pressed.items():
            said = readable(messages(server, page, widgets=buttons))
            assert EN("screens.sign_in.password") in said
            assert EN("screens.sign_out") not in said
            assert WAVE not in said


@pytest.mark.browser
def test_in_a_browser_a_cold_deep_link_leads_to_the_sign_in_and_then_to_the_page(
    tmp_path: Path, chromium: Browser
) -> None:
    with fresh_server(tmp_path) as server:
        page = chromium.new_page(locale="en-GB")
        page.goto(f"{server.address}/teams")
        page.get_by_role("heading", name=EN("screens.sign_in.title")).wait_for()
        assert WAVE not in page.content()
        page.get_by_role("button", name=EN("screens.sign_in.as", role="HR")).click()
        page.get_by_role("heading", name=EN("screens.teams.title")).wait_for()
        page.close()
