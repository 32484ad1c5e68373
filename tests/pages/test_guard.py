"""Who may see what: the truth table of roles and pages, and each page's file opened by itself."""

import ast
from pathlib import Path

import pytest

from pages.shell.guard import SESSION_KEY, may
from pages.shell.screens import READERS, SCREENS, Screen
from survey.access.staff import add
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.charts_release import WAVE
from tests.pages.conftest import ROOT, MakeWorkspace, Open
from tests.pages.reading import words_on

STAFF = [screen for screen in SCREENS if screen.roles]
PAGES = ROOT / "pages"
OPEN_PARTS = {"everyone", "shell"}

TRUTH = {
    ("checklist", None): False,
    ("checklist", Role.COORDINATOR): True,
    ("checklist", Role.HR): False,
    ("checklist", Role.OCCUPATIONAL_HEALTH): False,
    ("checklist", Role.WORKS_COUNCIL): False,
    ("organisation", None): False,
    ("organisation", Role.COORDINATOR): True,
    ("organisation", Role.HR): False,
    ("organisation", Role.OCCUPATIONAL_HEALTH): False,
    ("organisation", Role.WORKS_COUNCIL): False,
    ("staff_list", None): False,
    ("staff_list", Role.COORDINATOR): True,
    ("staff_list", Role.HR): False,
    ("staff_list", Role.OCCUPATIONAL_HEALTH): False,
    ("staff_list", Role.WORKS_COUNCIL): False,
    ("import_answers", None): False,
    ("import_answers", Role.COORDINATOR): True,
    ("import_answers", Role.HR): False,
    ("import_answers", Role.OCCUPATIONAL_HEALTH): False,
    ("import_answers", Role.WORKS_COUNCIL): False,
    ("waves", None): False,
    ("waves", Role.COORDINATOR): True,
    ("waves", Role.HR): False,
    ("waves", Role.OCCUPATIONAL_HEALTH): False,
    ("waves", Role.WORKS_COUNCIL): False,
    ("open_wave", None): False,
    ("open_wave", Role.COORDINATOR): True,
    ("open_wave", Role.HR): False,
    ("open_wave", Role.OCCUPATIONAL_HEALTH): False,
    ("open_wave", Role.WORKS_COUNCIL): False,
    ("invitations", None): False,
    ("invitations", Role.COORDINATOR): True,
    ("invitations", Role.HR): False,
    ("invitations", Role.OCCUPATIONAL_HEALTH): False,
    ("invitations", Role.WORKS_COUNCIL): False,
    ("planner", None): False,
    ("planner", Role.COORDINATOR): True,
    ("planner", Role.HR): False,
    ("planner", Role.OCCUPATIONAL_HEALTH): False,
    ("planner", Role.WORKS_COUNCIL): False,
    ("questionnaire", None): False,
    ("questionnaire", Role.COORDINATOR): True,
    ("questionnaire", Role.HR): False,
    ("questionnaire", Role.OCCUPATIONAL_HEALTH): False,
    ("questionnaire", Role.WORKS_COUNCIL): False,
    ("paper_entry", None): False,
    ("paper_entry", Role.COORDINATOR): True,
    ("paper_entry", Role.HR): False,
    ("paper_entry", Role.OCCUPATIONAL_HEALTH): False,
    ("paper_entry", Role.WORKS_COUNCIL): False,
    ("staff", None): False,
    ("staff", Role.COORDINATOR): True,
    ("staff", Role.HR): False,
    ("staff", Role.OCCUPATIONAL_HEALTH): False,
    ("staff", Role.WORKS_COUNCIL): False,
    ("trail", None): False,
    ("trail", Role.COORDINATOR): True,
    ("trail", Role.HR): False,
    ("trail", Role.OCCUPATIONAL_HEALTH): False,
    ("trail", Role.WORKS_COUNCIL): True,
    ("account", None): False,
    ("account", Role.COORDINATOR): True,
    ("account", Role.HR): True,
    ("account", Role.OCCUPATIONAL_HEALTH): True,
    ("account", Role.WORKS_COUNCIL): True,
} | {
    (path, role): role in READERS
    for path in (
        "overview",
        "teams",
        "team",
        "factors",
        "people",
        "links",
        "strain",
        "what_if",
        "levels",
        "against",
        "trends",
        "actions",
        "reports",
    )
    for role in (None, *Role)
}


def named(value: object) -> str:
    """Return a short name for a case of a parametrised test."""
    return value.path if isinstance(value, Screen) else str(value)


def test_the_truth_table_names_every_staff_page_and_every_role() -> None:
    assert set(TRUTH) == {(screen.path, role) for screen in STAFF for role in (None, *Role)}


@pytest.mark.parametrize("role", [None, *Role], ids=str)
@pytest.mark.parametrize("screen", STAFF, ids=named)
def test_the_page_its_file_and_the_menu_keep_to_the_truth_table(
    make_workspace: MakeWorkspace, open_page: Open, screen: Screen, role: Role | None
) -> None:
    allowed = TRUTH[screen.path, role]
    assert may(role, screen.roles) is allowed
    assert screen.open_to(role) is allowed

    workspace = make_workspace()
    alone = open_page(screen.file, role, workspace, alone=True)
    assert bool(alone.title) is allowed


@pytest.mark.parametrize("screen", STAFF, ids=named)
def test_a_file_opened_by_itself_without_a_role_shows_a_sentence_and_nothing_of_the_page(
    make_workspace: MakeWorkspace, open_page: Open, screen: Screen
) -> None:
    make_workspace()
    page = open_page(screen.file, alone=True)
    said = words_on(page)
    assert texts("en")("screens.guard.sign_in_first") in said
    assert 'href="sign_in"' in said
    assert not page.exception
    for kind in ("title", "header", "selectbox", "button", "expander", "download_button", "metric"):
        assert not page.get(kind)
    assert texts("en")(f"screens.{screen.path}.title") not in said
    assert WAVE not in said
    assert len(page.main.children) == 2, "the sentence and the way to the sign-in, nothing else"


def test_another_role_is_told_which_one_it_has(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace()
    page = open_page("hr/teams.py", Role.COORDINATOR, workspace, alone=True, language="de")
    role = texts("de")("screens.role.coordinator")
    assert texts("de")("screens.guard.other_role", role=role) in words_on(page)


def test_a_role_does_not_pass_into_another_workspace(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    elsewhere = make_workspace()
    make_workspace()
    page = open_page("hr/overview.py", Role.HR, elsewhere, alone=True)
    assert not page.title


def test_a_role_chosen_in_the_demonstration_opens_nothing_in_a_real_workspace(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(WorkspaceKind.REAL)
    page = open_page("hr/overview.py", Role.HR, workspace, alone=True)
    assert not page.title


@pytest.mark.parametrize("forged", ["hr", Role.HR, {"role": "hr"}, True], ids=repr)
def test_what_is_no_sign_in_opens_nothing(
    make_workspace: MakeWorkspace, open_page: Open, forged: object
) -> None:
    make_workspace()
    page = open_page("hr/overview.py", alone=True)
    page.session_state[SESSION_KEY] = forged
    page.session_state["role"] = forged
    page.query_params["role"] = "hr"
    page.run()
    assert not page.title


def test_a_member_of_staff_has_the_role_that_the_list_gives_now(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(WorkspaceKind.REAL)
    add(workspace, "Ada", "a long enough password", Role.HR)
    page = open_page("hr/overview.py", Role.HR, workspace, name="Ada", alone=True)
    assert page.title

    strike_off_everybody(workspace)
    page.run()
    assert not page.title


def strike_off_everybody(workspace: Workspace) -> None:
    """Empty the list of staff."""
    (workspace.secrets / "staff.json").write_text("{}", "utf-8")


def script_files() -> list[Path]:
    """Return every file under pages/ that must check a role before it does anything."""
    return sorted(
        path
        for path in PAGES.rglob("*.py")
        if path.name not in {"__init__.py", "navigation.py"}
        and path.relative_to(PAGES).parts[0] not in OPEN_PARTS
    )


@pytest.mark.parametrize("path", script_files(), ids=lambda path: path.stem)
def test_the_first_statement_of_a_staff_page_is_its_role_check(path: Path) -> None:
    body = ast.parse(path.read_text("utf-8")).body
    docstring, *rest = body
    assert isinstance(docstring, ast.Expr)
    statements = [one for one in rest if not isinstance(one, (ast.Import, ast.ImportFrom))]
    first = statements[0]
    assert isinstance(first, ast.Expr)
    assert isinstance(first.value, ast.Call)
    assert isinstance(first.value.func, ast.Name)
    assert first.value.func.id == "require"
    asked = {ast.unparse(argument) for argument in first.value.args}
    screen = next(one for one in SCREENS if PAGES / one.file == path)
    assert asked == {f"Role.{role.name}" for role in screen.roles}


def test_every_page_file_is_on_the_list_of_screens() -> None:
    listed = {PAGES / screen.file for screen in SCREENS}
    assert set(script_files()) <= listed
    assert all(path.is_file() for path in listed)
